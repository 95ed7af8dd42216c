package io.proxpanel.backup.e2e.cloud;

/**
 * What the emulator does wrong in answering one request.
 *
 * @param kind of it
 * @param number of bytes, or the status, as the kind says
 * @param text that goes with it
 */
public record CloudFault(Kind kind, long number, String text) {
  /** Kinds of faults. */
  enum Kind {
    STATUS,
    CUT,
    CUT_AND_KEPT,
    ANSWER_LOST,
    STORED_WRONG,
    STORED_TWICE,
    REFUSED_AFTER_STORING,
    PAGE,
    ANSWER,
    REDIRECT,
    SLOW,
    SILENT
  }

  /** Answers with a status, in the service's words, and does nothing. */
  public static CloudFault status(int status, String message) {
    return new CloudFault(Kind.STATUS, status, message);
  }

  /** Ends the connection after so many bytes of the body, of the request or of the answer. */
  public static CloudFault cutAfter(long bytes) {
    return new CloudFault(Kind.CUT, bytes, "");
  }

  /** The same for an upload, of which the part that came is kept as if it were the file. */
  public static CloudFault cutAndKeptAfter(long bytes) {
    return new CloudFault(Kind.CUT_AND_KEPT, bytes, "");
  }

  /** Does what is asked and ends the connection instead of an answer. */
  public static CloudFault answerLost() {
    return new CloudFault(Kind.ANSWER_LOST, 0, "");
  }

  /** Says that an upload is stored and keeps so many bytes of it. */
  public static CloudFault storedWrong(long bytes) {
    return new CloudFault(Kind.STORED_WRONG, bytes, "");
  }

  /** Keeps two files of one upload. */
  public static CloudFault storedTwice() {
    return new CloudFault(Kind.STORED_TWICE, 0, "");
  }

  /** Keeps an upload, and answers with this status. */
  public static CloudFault refusedAfterStoring(int status) {
    return new CloudFault(Kind.REFUSED_AFTER_STORING, status, "out of luck");
  }

  /** Answers with a page for people. */
  public static CloudFault page() {
    return new CloudFault(Kind.PAGE, 0, "<html><body>Please log in</body></html>");
  }

  /** Answers with this text as JSON. */
  public static CloudFault answer(String json) {
    return new CloudFault(Kind.ANSWER, 0, json);
  }

  /** Sends the client elsewhere. */
  public static CloudFault redirect(String url) {
    return new CloudFault(Kind.REDIRECT, 0, url);
  }

  /** Sends the answer in so many pieces with a pause between them. */
  public static CloudFault slow(int pieces) {
    return new CloudFault(Kind.SLOW, pieces, "");
  }

  /** Never answers. */
  public static CloudFault silent() {
    return new CloudFault(Kind.SILENT, 0, "");
  }
}
