// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.protocol.FrameType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A broker whose every word the test says: a loopback socket that speaks real frames.
 *
 * <p>What no test is about (HELLO, OPEN_SESSION, RESOLVE and so on, see {@link Routine}) is
 * answered by itself. Any other frame, and those named to {@link #byHand}, wait until the test
 * {@linkplain Peer#expect expects} them, strictly in the order in which the client sent them.
 *
 * <p>Nothing sleeps, and every wait ends: after {@link Background#PATIENCE_SECONDS} with an
 * assertion error that says what was missing. <b>Threads.</b> A thread accepts and one thread a
 * connection reads; the test's thread expects and says.
 */
public final class ScriptedBroker implements AutoCloseable {
  private final ServerSocket server;
  private final Routine routine = new Routine();
  private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  private ScriptedBroker(ServerSocket server) {
    this.server = server;
  }

  /** Listens at a free port. */
  public static ScriptedBroker start() {
    try {
      ScriptedBroker broker =
          new ScriptedBroker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Background.daemon("scripted-broker-accept", broker::acceptLoop);
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptLoop() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Peer peer = new Peer(socket, routine);
        peers.add(peer);
        accepted.add(peer);
        peer.begin();
      }
    } catch (IOException closed) {
      accepted.clear(); // the test is over
    }
  }

  /**
   * Where it listens; reconnection is quick.
   *
   * @param options more options, as {@code "prefetch=1&heartbeat=100"}; empty for none
   */
  public String url(String options) {
    String url =
        "rewind://127.0.0.1:"
            + server.getLocalPort()
            + "?reconnect.delay=1&reconnect.delay.max=5&connect.timeout=5000&request.timeout=5000";
    return options.isEmpty() ? url : url + "&" + options;
  }

  /** A factory with {@link #url}. */
  public RewindConnectionFactory factory(String options) {
    return new RewindConnectionFactory(url(options));
  }

  /** Frames of these types are answered by the test from now on. */
  public ScriptedBroker byHand(FrameType... types) {
    routine.byHand(types);
    return this;
  }

  /** Frames of these types are answered, or thrown away, by themselves from now on. */
  public ScriptedBroker byItself(FrameType... types) {
    routine.byItself(types);
    return this;
  }

  /** The epoch that WELCOME says from now on; 1 at first. */
  public ScriptedBroker epoch(long epoch) {
    routine.epoch(epoch);
    return this;
  }

  /** What WELCOME says from now on of the largest message in one piece and in parts. */
  public ScriptedBroker sizes(int messageBytesMax, long largeMessageBytesMax) {
    routine.sizes(messageBytesMax, largeMessageBytesMax);
    return this;
  }

  /** Waits for the client's next connection. */
  public Peer accept() {
    return Background.take(accepted, "a connection");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    peers.forEach(Peer::cut);
  }
}
