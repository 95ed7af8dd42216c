/**
 * What status says and how: conditions with their reasons, and values written for people. Pure; the
 * time comes from a clock that is given.
 */
package io.proxpanel.backup.controller.status;
