// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.Wire;
import io.rewindmq.jms.transport.WireListener;
import io.rewindmq.jms.transport.WorkerThread;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolLimits;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One logical connection to the broker: requests and replies, sessions and consumers by number, and
 * a new wire when one is lost ({@link Reconnector}).
 *
 * <p>One lock guards the state of the link and of all its sessions and consumers; nobody blocks on
 * the network while holding it. Frames are appended under the lock, so their order is that of the
 * state's changes, and flushed outside.
 */
public final class BrokerLink implements WireListener {
  /** States of the link, in order of a life: CONNECTED and LOST may alternate. */
  enum State {
    CONNECTED,
    LOST,
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stateChanged = lock.newCondition();
  private final BrokerUrl url;
  private final RequestTable requests = new RequestTable();
  private final ReceiverTable receivers = new ReceiverTable();
  private final WorkerThread timer = new WorkerThread("rewindmq-timer");
  private final Reconnector reconnector;
  private Consumer<JMSException> givenUp = failure -> {};
  private Restoring restoring = any -> {};
  private State state = State.LOST;
  private @Nullable Wire wire;
  private @Nullable Frame handshakeReply;

  /** Why there is no connection any more, or will be none: the broker refuses it for good. */
  private @Nullable JMSException endCause;

  private Frame.@Nullable Welcome welcome;
  private boolean leaving;

  /** A link that reaches its hosts through a dialer; {@link #connect} begins. */
  public BrokerLink(
      BrokerUrl url, Dialer dialer, Credentials credentials, @Nullable String clientId) {
    this.url = url;
    this.reconnector =
        new Reconnector(this, url, dialer, credentials, ClientTime.randomId(), clientId);
  }

  /**
   * Connects for the first time.
   *
   * @throws JMSException no host answers, or the broker refuses
   */
  public void connect() throws JMSException {
    reconnector.connectFirst();
    new Heartbeats(this).begin();
  }

  // ---- state, under the lock ----

  public ReentrantLock lock() {
    return lock;
  }

  public Reconnector reconnector() {
    return reconnector;
  }

  public BrokerUrl url() {
    return url;
  }

  public WorkerThread timer() {
    return timer;
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** Milliseconds between signs of life: ours, or less if the broker wants it. */
  int heartbeatMillis() {
    int own = url.number(ClientOption.HEARTBEAT);
    return welcome == null ? own : Math.min(own, welcome.heartbeatMillis());
  }

  /** Epoch of the broker at the other end. */
  public long epoch() {
    return welcome == null ? 0 : welcome.epoch();
  }

  /** How large messages may be. */
  public SizeLimits sizeLimits() {
    Frame.Welcome said = welcome;
    int inOnePiece = ProtocolLimits.DEFAULT_MESSAGE_BYTES_MAX;
    return said == null
        ? new SizeLimits(inOnePiece, inOnePiece)
        : new SizeLimits(Math.min(inOnePiece, said.maxMessageBytes()), said.maxLargeMessageBytes());
  }

  public void whenGivenUp(Consumer<JMSException> action) {
    givenUp = action;
  }

  /** Is to be done first on each new wire but the first one. */
  @FunctionalInterface
  public interface Restoring {
    void restore(Restoration wire) throws JMSException;
  }

  public void whenRestoring(Restoring action) {
    restoring = action;
  }

  Restoring restoring() {
    return restoring;
  }

  /** Takes the lock itself. */
  public boolean isConnectedNow() {
    lock.lock();
    try {
      return isConnected();
    } finally {
      lock.unlock();
    }
  }

  /** Sessions and consumers by number. */
  public ReceiverTable receivers() {
    return receivers;
  }

  /** Appends a frame that needs no reply; thrown away while there is no connection. */
  public void append(Frame frame) {
    if (state == State.CONNECTED && wire != null) {
      wire.append(frame);
    }
  }

  /** The wire to append sends to, or null while there is no connection. */
  public @Nullable Wire wire() {
    return state == State.CONNECTED ? wire : null;
  }

  /** Writes what was appended. Call without the lock. */
  public void flush() {
    Wire current = wire;
    if (current != null) {
      current.flush();
    }
  }

  /**
   * The same by a caller that does nothing but wait for one answer: it may read frames itself.
   * Returns before the answer where it may not. Call without the lock.
   *
   * @param isOpen whether the answer has not come yet; asked without the lock
   */
  public void flushAndRead(BooleanSupplier isOpen) {
    Wire current;
    boolean nothingElse;
    lock.lock();
    try {
      current = wire;
      nothingElse = !receivers.hasConsumers();
    } finally {
      lock.unlock();
    }
    if (current != null) {
      current.flushAndRead(isOpen, nothingElse);
    }
  }

  /** The same soon, by a thread of the wire: for what nobody waits for. Call without the lock. */
  public void flushSoon() {
    Wire current = wire;
    if (current != null) {
      current.flushSoon();
    }
  }

  // ---- requests ----

  /**
   * Sends a request and waits; repeated on the new wire when the connection is lost meanwhile.
   *
   * @throws JMSException the broker refused, or the link ended
   */
  public Frame call(IntFunction<Frame> request) throws JMSException {
    return call(request, null);
  }

  /**
   * The same.
   *
   * @param onReply as for {@link #callOnce}
   */
  public Frame call(IntFunction<Frame> request, @Nullable Consumer<Frame> onReply)
      throws JMSException {
    while (true) {
      Frame reply = callOnce(request, onReply);
      if (reply != null) {
        return reply;
      }
    }
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @param onReply takes the reply under the lock when it is read, before any later frame and
   *     before any later loss of the connection; not called when the broker refuses
   * @return null when the connection was lost before the reply came
   */
  public @Nullable Frame callOnce(IntFunction<Frame> request, @Nullable Consumer<Frame> onReply)
      throws JMSException {
    Request waiting;
    lock.lock();
    try {
      awaitConnected();
      waiting = start(request, onReply);
    } finally {
      lock.unlock();
    }
    flush();
    return await(waiting);
  }

  /** The same, but only if there is a connection now: null = there is none, or it was lost. */
  public @Nullable Frame callIfConnected(IntFunction<Frame> request) throws JMSException {
    Request waiting;
    lock.lock();
    try {
      if (state != State.CONNECTED) {
        return null;
      }
      waiting = start(request, null);
    } finally {
      lock.unlock();
    }
    flush();
    return await(waiting);
  }

  /** Appends a request. Under the lock and connected. */
  public Request start(IntFunction<Frame> request, @Nullable Consumer<Frame> onReply) {
    Wire current = wire;
    Request waiting = new Request(lock.newCondition(), onReply);
    if (current == null) {
      waiting.lose();
    } else {
      current.append(request.apply(requests.add(waiting)));
    }
    return waiting;
  }

  /**
   * Waits for a reply. A broker that does not answer in time counts as lost: the wire is broken
   * off.
   *
   * @return null when the connection was lost
   */
  public @Nullable Frame await(Request waiting) throws JMSException {
    int millis = url.number(ClientOption.REQUEST_TIMEOUT);
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    Wire silent = null;
    lock.lock();
    try {
      while (waiting.isOpen() && left > 0) {
        left = ClientTime.awaitUninterruptibly(waiting.answered(), left);
      }
      if (!waiting.isOpen()) {
        return checked(waiting.reply());
      }
      silent = wire;
    } finally {
      lock.unlock();
    }
    if (silent != null) {
      silent.breakOff(new IOException("the broker did not answer within " + millis + " ms"));
    }
    return null;
  }

  private static @Nullable Frame checked(@Nullable Frame reply) throws JMSException {
    if (reply instanceof Frame.RequestFailed failed) {
      throw JmsErrors.of(failed.code(), failed.text());
    }
    return reply;
  }

  /** Waits until there is a connection. Under the lock. */
  public void awaitConnected() throws JMSException {
    while (state == State.LOST) {
      stateChanged.awaitUninterruptibly();
    }
    if (state == State.ENDED) {
      throw ended();
    }
  }

  private JMSException ended() {
    if (endCause != null) {
      return JmsErrors.caused("the connection has failed: " + endCause.getMessage(), endCause);
    }
    return new IllegalStateException("the connection is closed");
  }

  // ---- frames, on the reader thread ----

  @Override
  public void frame(Wire from, Frame frame) {
    lock.lock();
    try {
      if (wire != from) {
        return; // what an old wire still had in its buffer is not ours any more
      }
      take(frame);
    } finally {
      lock.unlock();
    }
    if (frame instanceof Frame.ConsumerReset) {
      timer.execute(this::flush); // a reader that waits for the socket to take bytes would not read
    }
  }

  private void take(Frame frame) {
    if (receivers.take(frame, epoch()) || requests.take(frame)) {
      return;
    }
    if (frame instanceof Frame.Welcome || frame instanceof Frame.Failure) {
      handshakeReply = frame;
      stateChanged.signalAll();
      if (frame instanceof Frame.Failure failure && state == State.CONNECTED && wire != null) {
        endCause =
            JmsErrors.isFinal(failure.code()) ? JmsErrors.of(failure.code(), failure.text()) : null;
        wire.breakOff(new IOException(failure.code() + ": " + failure.text()));
      }
    }
  }

  // ---- the wire's life, for the reconnector ----

  /** Says HELLO on a new wire and waits for the answer. */
  Frame.Welcome greet(Wire fresh, Frame.Hello hello, int timeoutMillis) throws JMSException {
    lock.lock();
    try {
      handshakeReply = null;
      wire = fresh;
      fresh.append(hello);
    } finally {
      lock.unlock();
    }
    fresh.flush();
    long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lock();
    try {
      // it may have broken before it was known here
      while (handshakeReply == null && wire == fresh && fresh.fault() == null && left > 0) {
        left = ClientTime.await(stateChanged, left);
      }
      if (handshakeReply instanceof Frame.Welcome answer) {
        welcome = answer;
        fresh.agree(answer.maxFrameBytes());
        return answer;
      }
      if (handshakeReply instanceof Frame.Failure failure) {
        throw JmsErrors.of(failure.code(), failure.text());
      }
      throw JmsErrors.unanswered(fresh.fault());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything is restored on the new wire. Sends and acknowledgements are repeated here.
   *
   * @return false = the wire was lost again meanwhile
   */
  boolean connected() {
    lock.lock();
    try {
      if (state == State.ENDED || wire == null) {
        return false;
      }
      state = State.CONNECTED;
      receivers.sessions().forEach(LinkSession::resume);
      stateChanged.signalAll();
    } finally {
      lock.unlock();
    }
    flush();
    return true;
  }

  /** Ends a wire that could not be made usable. */
  void giveUp(Wire useless) {
    lock.lock();
    try {
      if (wire == useless) {
        wire = null;
        requests.loseAll();
      }
    } finally {
      lock.unlock();
    }
    useless.close();
  }

  /** The application ends the connection: when the broker closes it now, that is no loss. */
  public void leave() {
    lock.lock();
    try {
      leaving = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void lost(Wire broken, IOException cause) {
    boolean again;
    boolean isLeaving;
    JMSException why;
    lock.lock();
    try {
      if (wire != broken || state == State.ENDED) {
        return;
      }
      again = state == State.CONNECTED;
      isLeaving = leaving;
      why = endCause;
      wire = null;
      state = State.LOST;
      requests.loseAll();
      if (again) {
        receivers.sessions().forEach(LinkSession::connectionLost);
      }
      stateChanged.signalAll();
    } finally {
      lock.unlock();
    }
    if (again && !isLeaving) {
      reconnector.reconnect(cause, why);
    }
  }

  /** Ends the link for good. */
  public void end(@Nullable JMSException cause) {
    lock.lock();
    try {
      if (state == State.ENDED) {
        return;
      }
      state = State.ENDED;
      endCause = cause;
      requests.loseAll();
      receivers.sessions().forEach(LinkSession::ended);
      if (wire != null) {
        wire.close();
      }
      stateChanged.signalAll();
    } finally {
      lock.unlock();
    }
    timer.close();
    if (cause != null) {
      givenUp.accept(cause);
    }
  }
}
