/**
 * A Restore from its creation to its end. It runs once: what replaces the content of a database is
 * started only when it is certain that it was not started before. The Job of an attempt is created
 * suspended, the status then says that it may run, and only after that it is released; so a Job
 * that is missing while the status does not say so never ran.
 */
package io.proxpanel.backup.controller.restore;
