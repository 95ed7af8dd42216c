package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts the rows of one table in passing. COPY's text has one newline by row, since newlines in
 * values are escaped, and ends with {@code \.} and three newlines; a stream without that end was
 * cut or changed.
 */
abstract class RowCounter {
  private static final byte[] END = {'\\', '.', '\n', '\n', '\n'};

  /** The counter for a table's data; it may be one that counts nothing. */
  static RowCounter of(ArchiveHeader.Compression compression, String table) {
    return switch (compression) {
      case NONE -> new Plain(table);
      case GZIP -> new Inflating(table);
      case LZ4, ZSTD -> none();
    };
  }

  /** Counts nothing. */
  static RowCounter none() {
    return new RowCounter() {
      @Override
      boolean counts() {
        return false;
      }

      @Override
      void accept(byte[] bytes, int offset, int length) {
        // Nothing to be learnt from it.
      }

      @Override
      long end() {
        return 0;
      }
    };
  }

  abstract boolean counts();

  abstract void accept(byte[] bytes, int offset, int length) throws AgentException;

  /** The number of rows, when the stream ends here. */
  abstract long end() throws AgentException;

  private static class Plain extends RowCounter {
    private final String table;
    private final byte[] last = new byte[END.length];
    private long newlines;

    Plain(String table) {
      this.table = table;
    }

    @Override
    boolean counts() {
      return true;
    }

    @Override
    void accept(byte[] bytes, int offset, int length) throws AgentException {
      int found = 0;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          found++;
        }
      }
      newlines += found;
      int kept = Math.min(length, last.length);
      System.arraycopy(last, kept, last, 0, last.length - kept);
      System.arraycopy(bytes, offset + length - kept, last, last.length - kept, kept);
    }

    @Override
    long end() throws AgentException {
      if (!java.util.Arrays.equals(last, END)) {
        throw damaged("do not end as COPY ends them");
      }
      return newlines - 3;
    }

    AgentException damaged(String why) {
      return ArchiveScanner.incomplete("the rows of " + table + " " + why);
    }
  }

  private static final class Inflating extends Plain {
    private final Inflater inflater = new Inflater();
    private final byte[] text = new byte[64 * 1024];

    Inflating(String table) {
      super(table);
    }

    @Override
    void accept(byte[] bytes, int offset, int length) throws AgentException {
      inflater.setInput(bytes, offset, length);
      try {
        int n = inflater.inflate(text);
        while (n > 0) {
          super.accept(text, 0, n);
          n = inflater.inflate(text);
        }
      } catch (DataFormatException e) {
        inflater.end();
        throw damaged("cannot be decompressed");
      }
      if (inflater.getRemaining() > 0) {
        inflater.end();
        throw damaged("are followed by something else");
      }
    }

    @Override
    long end() throws AgentException {
      boolean finished = inflater.finished();
      inflater.end();
      if (!finished) {
        throw damaged("end too early");
      }
      return super.end();
    }
  }
}
