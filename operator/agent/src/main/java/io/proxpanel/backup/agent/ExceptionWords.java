package io.proxpanel.backup.agent;

/** What an exception says, as a part of a sentence for people. */
public final class ExceptionWords {
  private ExceptionWords() {}

  /** Its message on one line, or that there is none. */
  public static String of(Throwable e) {
    String words = e.getMessage() == null ? "no reason given" : e.getMessage();
    return words.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** The message of what caused it in the first place. */
  public static String ofCause(Throwable e) {
    Throwable inner = e;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    return of(inner);
  }
}
