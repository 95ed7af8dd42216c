/** The operator against a real API server on which something is out of the ordinary. */
package io.proxpanel.backup.e2e.operator;
