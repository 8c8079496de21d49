// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.Streams;
import io.rewindmq.jms.transport.WorkerThread;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Reaches brokers over TLS. */
public final class TlsDialer implements Dialer {
  private final TlsSettings settings;

  /** Reads no file before it dials. */
  public TlsDialer(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Connects and handshakes.
   *
   * @param timeoutMillis longest wait for the host, and again for the handshake
   * @throws TlsException what TLS needs is not there, or the handshake failed
   */
  @Override
  public Streams dial(String host, int port, int timeoutMillis) throws IOException {
    SSLContext context = TlsContexts.of(settings);
    Socket socket = new Socket();
    boolean isDone = false;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), timeoutMillis);
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      if (settings.verifyHost()) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
      }
      handshake(tls, socket, timeoutMillis);
      Streams streams = new TlsStreams(socket, tls);
      isDone = true;
      return streams;
    } finally {
      if (!isDone) {
        socket.close();
      }
    }
  }

  /** A peer that sends a byte now and then does not make it longer. */
  private static void handshake(SSLSocket tls, Socket socket, int timeoutMillis)
      throws TlsException {
    AtomicBoolean isLate = new AtomicBoolean();
    WorkerThread guard = new WorkerThread("rewindmq-tls-handshake");
    guard.schedule(
        () -> {
          isLate.set(true);
          close(socket);
        },
        timeoutMillis);
    try {
      tls.startHandshake();
    } catch (IOException e) {
      if (isLate.get()) {
        throw new TlsException(
            "it accepted the connection but did not finish the TLS handshake within "
                + timeoutMillis
                + " ms (connect.timeout); does it speak TLS at this port?",
            e);
      }
      throw TlsFailure.ofHandshake(e);
    } finally {
      guard.close();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Closes the socket under TLS: closing TLS itself says good-bye, and waits for a writer that
   * waits for a broker that does not read.
   */
  private static final class TlsStreams implements Streams {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    TlsStreams(Socket socket, SSLSocket tls) throws IOException {
      this.socket = socket;
      this.in = new PlainWords(tls.getInputStream());
      this.out = tls.getOutputStream();
    }

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
  }

  /** In TLS 1.3 a client hears only here that its certificate was refused. */
  private static final class PlainWords extends FilterInputStream {
    PlainWords(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw TlsFailure.ofTransfer(e);
      }
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      try {
        return in.read(to, at, length);
      } catch (IOException e) {
        throw TlsFailure.ofTransfer(e);
      }
    }
  }
}
