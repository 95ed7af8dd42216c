package io.proxpanel.backup.controller.cluster;

import io.proxpanel.backup.controller.status.Reason;

/**
 * Something that is not there yet.
 *
 * @param reason one word for programs
 * @param message a sentence that names it
 */
public record Gap(Reason reason, String message) {}
