package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local ports on which a server may open data connections in active mode.
 *
 * @param first lowest
 * @param last highest
 */
record DataPorts(int first, int last) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a range as {@code 50000-50100}; null for none.
   *
   * @throws AgentException {@code TaskInvalid}
   */
  static DataPorts of(String destination, String range) throws AgentException {
    if (range == null) {
      return null;
    }
    Matcher numbers = RANGE.matcher(range);
    if (numbers.matches()) {
      int first = Integer.parseInt(numbers.group(1));
      int last = Integer.parseInt(numbers.group(2));
      if (first >= 1 && first <= last && last <= MAX_PORT) {
        return new DataPorts(first, last);
      }
    }
    throw new AgentException(
        ErrorCode.TaskInvalid,
        "The active ports \""
            + range
            + "\" of the destination \""
            + destination
            + "\" are no range of ports: write one as 50000-50100.");
  }

  /** Listens for one connection on a free port of the range. */
  ServerSocket listen(InetAddress address) throws IOException {
    int count = last - first + 1;
    int start = ThreadLocalRandom.current().nextInt(count);
    for (int i = 0; i < count; i++) {
      try {
        return new ServerSocket(first + (start + i) % count, 1, address);
      } catch (BindException e) {
        // Somebody else's; the next one may be free.
      }
    }
    throw new BindException("no port from " + first + " to " + last + " is free here");
  }
}
