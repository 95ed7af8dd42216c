package io.proxpanel.backup.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A task as the text of one environment variable. Linux lets none be longer than 128 KiB, which
 * hundreds of routers are: a long one is compressed, and a usual one stays what people can read.
 */
public final class TaskDocument {
  private static final String COMPRESSED = "gzip:";
  private static final int LONGEST_PLAIN = 32 * 1024;

  /** Against a text that unpacks to more than anybody can have meant. */
  private static final int LONGEST = 16 * 1024 * 1024;

  private TaskDocument() {}

  /** The text. */
  public static String write(Task task) {
    String json = Json.write(task);
    return json.length() <= LONGEST_PLAIN ? json : COMPRESSED + compress(json);
  }

  /**
   * The task of a text.
   *
   * @throws JsonProcessingException when it is none
   */
  public static Task read(String text) throws JsonProcessingException {
    return Json.read(
        text.startsWith(COMPRESSED) ? decompress(text.substring(COMPRESSED.length())) : text,
        Task.class);
  }

  private static String compress(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** What cannot be unpacked is no task. */
  private static String decompress(String text) {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }
}
