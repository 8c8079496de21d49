// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes as they are to an HTTP server, and reads what comes until it closes. */
record RawHttp(String host, int port) {
  private static final int TIMEOUT_MILLIS = 10_000;

  /**
   * An answer.
   *
   * @param status 0 = the connection was closed without one
   */
  record Answer(int status, String contentType, String body) {
    static Answer of(String text) {
      if (!text.startsWith("HTTP/1.")) {
        return new Answer(0, "", text);
      }
      String[] parts = text.split("\r\n\r\n", 2);
      String type = "";
      for (String line : parts[0].split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
          type = line.substring("content-type:".length()).strip();
        }
      }
      int status = Integer.parseInt(parts[0].substring(9, 12));
      return new Answer(status, type, parts.length > 1 ? parts[1] : "");
    }
  }

  /** The request must ask the server to close the connection, unless it is none. */
  Answer ask(byte[] request) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
      } catch (IOException closedMeanwhile) {
        // what it has said before is still to be read
      }
      return Answer.of(read(socket.getInputStream()));
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        all.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException waitsForMore) {
      return "HTTP/1.1 599 no answer in time\r\n\r\n" + all.toString(StandardCharsets.UTF_8);
    } catch (IOException reset) {
      // it did not read all that was sent
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
