/**
 * What can be set about the operator: one immutable value, read from the environment once at the
 * start, with a default for everything and every mistake said at once.
 */
package io.proxpanel.backup.controller.settings;
