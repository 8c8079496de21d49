// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.failure.WireText;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.message.ObjectDeserializer;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.WorkerThread;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProducerId;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a connection's sessions share: link, started or not, client id. */
final class ConnectionCore {
  private static final int CHANNELS_MAX = 65_535;

  private final BrokerLink link;
  private final DestinationHandles handles;
  private final ObjectDeserializer deserializer;
  private final WorkerThread exceptionThread = new WorkerThread("rewindmq-exceptions");
  private final List<SessionCore> sessions = new ArrayList<>();
  private volatile @Nullable ExceptionListener exceptionListener;
  private volatile boolean started;
  private volatile boolean closed;
  private boolean used;
  private int lastChannel;

  /** Never used again, unlike a channel: it is part of the ids of messages. */
  private long lastProducer;

  /** Numbers of sessions that the broker has closed. */
  private final Queue<Integer> freeChannels = new ArrayDeque<>();

  ConnectionCore(BrokerUrl url, Dialer dialer, Credentials credentials, @Nullable String clientId) {
    this.link = new BrokerLink(url, dialer, credentials, clientId);
    this.handles = new DestinationHandles(link);
    String allowed = url.text(ClientOption.DESERIALIZATION_ALLOW);
    this.deserializer =
        ObjectDeserializer.allowing(
            allowed == null ? "" : allowed, ClientTime::applicationClassLoader);
    link.whenGivenUp(this::failed);
    link.whenRestoring(handles::restoreTemporary);
  }

  void connect() throws JMSException {
    link.connect();
  }

  BrokerLink link() {
    return link;
  }

  DestinationHandles handles() {
    return handles;
  }

  ObjectDeserializer deserializer() {
    return deserializer;
  }

  boolean isStarted() {
    return started;
  }

  void checkOpen() throws JMSException {
    if (closed) {
      throw new IllegalStateException("the connection is closed");
    }
  }

  // ---- client id (specification section 6.1.2) ----

  @Nullable String clientId() {
    return link.reconnector().clientId();
  }

  void clientId(@Nullable String clientId) throws JMSException {
    checkOpen();
    if (clientId() != null) {
      throw new IllegalStateException("the client id is set already: " + clientId());
    }
    if (used) {
      throw new IllegalStateException(
          "the client id must be set before anything else is done with the connection");
    }
    if (clientId == null || clientId.isEmpty()) {
      throw new InvalidClientIDException("a client id must have at least one character");
    }
    WireText.checkClientId(clientId);
    link.call(request -> new Frame.SetClientId(request, clientId));
    link.reconnector().clientId(clientId);
  }

  /** From now on it is too late for a client id. */
  void use() {
    used = true;
  }

  // ---- sessions ----

  SessionCore openSession(int mode) throws JMSException {
    checkOpen();
    used = true;
    int channel;
    ProducerId producer;
    link.lock().lock();
    try {
      if (freeChannels.isEmpty() && lastChannel == CHANNELS_MAX) {
        throw new ResourceAllocationException(
            "a connection can have at most 65535 sessions", ErrorCode.LIMIT_REACHED.name());
      }
      channel = freeChannels.isEmpty() ? ++lastChannel : freeChannels.remove();
      producer = new ProducerId(link.reconnector().connectionId(), ++lastProducer);
    } finally {
      link.lock().unlock();
    }
    SessionCore session = new SessionCore(this, channel, producer, mode);
    session.open();
    link.lock().lock();
    try {
      sessions.add(session);
    } finally {
      link.lock().unlock();
    }
    return session;
  }

  /**
   * A session has ended.
   *
   * @param isConfirmed the broker has said so: it has forgotten the session's number
   */
  void closed(SessionCore session, boolean isConfirmed) {
    link.lock().lock();
    try {
      sessions.remove(session);
      if (isConfirmed) {
        freeChannels.add(session.channel());
      }
    } finally {
      link.lock().unlock();
    }
  }

  private List<SessionCore> sessions() {
    link.lock().lock();
    try {
      return List.copyOf(sessions);
    } finally {
      link.lock().unlock();
    }
  }

  // ---- start, stop, close ----

  void start() throws JMSException {
    checkOpen();
    used = true;
    link.lock().lock();
    try {
      started = true;
      sessions.forEach(SessionCore::started);
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  void stop() throws JMSException {
    checkOpen();
    used = true;
    checkNotInMessageListener("stopped");
    started = false;
    link.lock().lock();
    try {
      sessions.forEach(SessionCore::arrived); // who waits looks whether there is still a reason
    } finally {
      link.lock().unlock();
    }
    sessions().forEach(SessionCore::awaitListener);
  }

  private void checkNotInMessageListener(String what) throws JMSException {
    for (SessionCore session : sessions()) {
      if (session.isInListener()) {
        throw inListener(what);
      }
    }
  }

  private void checkNotInCallback() throws JMSException {
    for (SessionCore session : sessions()) {
      if (session.sender().isCallback()) {
        throw inListener("closed");
      }
    }
  }

  private static IllegalStateException inListener(String what) {
    return new IllegalStateException(
        "a connection can't be " + what + " from a listener of its own; use another thread");
  }

  void close() throws JMSException {
    if (closed) {
      return;
    }
    checkNotInMessageListener("closed");
    checkNotInCallback();
    if (!link.isConnectedNow()) {
      link.end(null); // nobody is there to wait for
    }
    // Listeners that run may use everything until they return (specification section 6.1.8).
    sessions().forEach(SessionCore::beginToClose);
    sessions().forEach(SessionCore::awaitQuiet);
    closed = true;
    JMSException failure = closeSessions();
    goodbye();
    link.end(null);
    exceptionThread.close();
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes all; returns the last failure. */
  private @Nullable JMSException closeSessions() {
    JMSException failure = null;
    for (SessionCore session : sessions()) {
      try {
        session.close();
      } catch (JMSException e) {
        failure = e;
      }
    }
    return failure;
  }

  private void goodbye() {
    try {
      link.leave();
      var unused = link.callIfConnected(Frame.Goodbye::new);
    } catch (JMSException gone) {
      closed = true; // the broker will notice the closed socket
    }
  }

  // ---- faults ----

  @Nullable ExceptionListener exceptionListener() {
    return exceptionListener;
  }

  void exceptionListener(@Nullable ExceptionListener listener) {
    exceptionListener = listener;
  }

  /** Something failed that no caller hears of. */
  void failed(JMSException failure) {
    ExceptionListener listener = exceptionListener;
    if (listener != null) {
      exceptionThread.execute(() -> listener.onException(failure));
    }
  }
}
