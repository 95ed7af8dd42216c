/** What the operator may do, and how it shows that it may not. */
package io.proxpanel.backup.e2e.permissions;
