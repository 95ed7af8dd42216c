package io.proxpanel.backup.controller.event;

/**
 * What an event says.
 *
 * @param warning whether a person should look
 * @param reason one word for programs
 * @param message a sentence
 */
public record Note(boolean warning, EventReason reason, String message) {

  /** Nothing to worry about. */
  public static Note normal(EventReason reason, String message) {
    return new Note(false, reason, message);
  }

  /** A person should look. */
  public static Note warning(EventReason reason, String message) {
    return new Note(true, reason, message);
  }
}
