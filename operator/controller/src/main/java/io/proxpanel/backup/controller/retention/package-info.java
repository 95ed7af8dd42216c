/**
 * Which backups of a schedule stay. Everything here is a pure function of its arguments and knows
 * neither a client nor the resources (a test sees to it); who deletes is told what, and why the
 * others stay.
 */
package io.proxpanel.backup.controller.retention;
