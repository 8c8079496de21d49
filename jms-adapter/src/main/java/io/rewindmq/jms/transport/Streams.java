// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Both directions of a connection. One thread reads and one writes at a time; {@link #close} may
 * come from any other and makes both fail.
 */
public interface Streams extends Closeable {
  InputStream in();

  OutputStream out();

  /** Those of a connected socket, a TLS socket too. */
  static Streams of(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    return new Streams() {
      @Override
      public InputStream in() {
        return in;
      }

      @Override
      public OutputStream out() {
        return out;
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }
}
