// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A line to a broker that can be cut, as when a machine or a cable fails. */
public final class Line implements AutoCloseable {
  private final URI broker;
  private final ServerSocket entry;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** Connections up to this number bring the client nothing any more. */
  private volatile int deafClientsMax;

  /** The same for the broker. */
  private volatile int deafBrokersMax;

  public Line(String brokerUrl) {
    broker = URI.create(brokerUrl);
    try {
      entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where clients connect to. */
  public String url() {
    return "rewind://127.0.0.1:" + entry.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entry.accept();
        Socket server = new Socket(broker.getHost(), broker.getPort());
        sockets.add(client);
        sockets.add(server);
        InputStream fromClient = client.getInputStream();
        OutputStream toClient = client.getOutputStream();
        InputStream fromServer = server.getInputStream();
        OutputStream toServer = server.getOutputStream();
        int number = connections.incrementAndGet();
        start(() -> copy(fromClient, toServer, () -> number <= deafBrokersMax));
        start(() -> copy(fromServer, toClient, () -> number <= deafClientsMax));
      }
    } catch (IOException e) {
      cut(); // closed
    }
  }

  private void copy(InputStream from, OutputStream to, BooleanSupplier isLost) {
    try {
      byte[] bytes = new byte[8192];
      int count;
      while ((count = from.read(bytes)) >= 0) {
        if (!isLost.getAsBoolean()) {
          to.write(bytes, 0, count);
        }
      }
    } catch (IOException e) {
      cut();
    }
  }

  /** On connections that there are now, what the broker says does not arrive any more. */
  public void loseAnswers() {
    deafClientsMax = connections.get();
  }

  /** On connections that there are now, what the client says does not arrive any more. */
  public void loseRequests() {
    deafBrokersMax = connections.get();
  }

  /** How many connections there have been. */
  public int connections() {
    return connections.get();
  }

  /** Ends all connections that there are now, without a word to either side. */
  public void cut() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
