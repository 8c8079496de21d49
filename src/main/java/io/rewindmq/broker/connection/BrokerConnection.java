// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.Outbox;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection from the first frame to its end.
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><td>waiting</td><td>HELLO</td><td>judged, or ended after a FAILURE</td></tr>
 *   <tr><td>waiting</td><td>anything else</td><td>ended after a FAILURE</td></tr>
 *   <tr><td>judged</td><td>the verdict, which may be there at once</td><td>open, or ended after a
 *       FAILURE</td></tr>
 *   <tr><td>judged</td><td>any frame</td><td>ended after a FAILURE</td></tr>
 *   <tr><td>open</td><td>requests</td><td>open</td></tr>
 *   <tr><td>open</td><td>GOODBYE, nonsense, loss, the client's next connection</td><td>ended</td></tr>
 *   <tr><td>ended</td><td>anything</td><td>no effect</td></tr>
 * </table>
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BrokerConnection implements ClientConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

  private final Services services;
  private final ConnectionRegistry registry;
  private final Outbox outbox;
  private final FrameWriter writer;
  private final PeerAddress peer;
  private final long number;
  private final String life;
  private @Nullable OpenConnection open;
  private long openedMillis;
  private long lastActiveNanos;
  private boolean isBeingJudged;
  private boolean isEnded;

  /**
   * Waits for its HELLO.
   *
   * @param number higher than that of every older connection
   */
  BrokerConnection(
      Services services,
      ConnectionRegistry registry,
      Outbox outbox,
      Flushes flushes,
      PeerAddress peer,
      long number) {
    this.services = services;
    this.registry = registry;
    this.outbox = outbox;
    this.writer = new FrameWriter(outbox, flushes);
    this.peer = peer;
    this.number = number;
    this.life =
        Long.toString(services.shard().epoch(), Character.MAX_RADIX)
            + "."
            + Long.toString(number, Character.MAX_RADIX);
  }

  @Override
  public void receive(ByteBuffer bytes) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    if (isEnded) {
      return;
    }
    try {
      handle(FrameCodec.decode(bytes));
    } catch (ProtocolException e) {
      fail(e.code(), String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      fail(e.code(), e.text());
    }
  }

  @Override
  public void outboxDrained() {
    ThreadRole.SHARD_LOOP.assertCurrent();
    if (open != null && !isEnded) {
      open.outboxDrained();
    }
  }

  @Override
  public void lost(String reason) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    if (!isEnded) {
      LOG.debug("connection {} is lost: {}", peer, reason);
      end();
    }
  }

  /** Ends it with a word to the client. Idempotent. */
  void fail(ErrorCode code, String text) {
    if (isEnded) {
      return;
    }
    services.figures().failed(code);
    LOG.info("RWQ-0610 connection {} is closed: {} {}", peer, code, text);
    writer.reply(new Frame.Failure(code, text));
    end();
  }

  /**
   * Looks again what the user may do.
   *
   * @param isChanged users or roles have changed; else only logins that end by themselves matter
   */
  void renewAccess(boolean isChanged) {
    OpenConnection present = open;
    if (present == null || isEnded) {
      return;
    }
    ConnectionAccess access = present.identity().access();
    if (isChanged || access.endsByItself()) {
      if (access.renew()) {
        present.accessRenewed();
      } else {
        fail(
            ErrorCode.AUTHENTICATION_FAILED,
            "the login does not count any more: the token has run out, or the user was removed or"
                + " disabled");
      }
    }
  }

  /** What administrators see; empty before the login. */
  Optional<ConnectionSummary> summary() {
    return Optional.ofNullable(open).map(this::summary);
  }

  /** The same with what it has open. */
  Optional<ConnectionDetail> detail() {
    return Optional.ofNullable(open)
        .map(present -> present.detail(summary(present), outbox.load()));
  }

  private ConnectionSummary summary(OpenConnection present) {
    ConnectionIdentity identity = present.identity();
    long idleNanos = services.time().nanos() - lastActiveNanos;
    return new ConnectionSummary(
        number,
        identity.connectionId(),
        peer,
        identity.clientId(),
        identity.user(),
        identity.product(),
        present.openSessions(),
        present.openConsumers(),
        openedMillis,
        TimeUnit.NANOSECONDS.toMillis(idleNanos));
  }

  /** Ends one consumer; false = there is no such open consumer. */
  boolean closeConsumer(int consumer, String why) {
    return open != null && open.closeConsumer(consumer, why);
  }

  private void handle(Frame frame) throws RefusedException {
    if (open != null) {
      if (!(frame instanceof Frame.Heartbeat)) {
        lastActiveNanos = services.time().nanos();
      }
      open.handle(frame);
      if (open.isOver()) {
        end();
      }
    } else if (isBeingJudged) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, "a " + frame.type() + " came before the HELLO was answered");
    } else if (frame instanceof Frame.Hello hello) {
      login(hello);
    } else {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, "the first frame must be a HELLO, not a " + frame.type());
    }
  }

  private void login(Frame.Hello hello) throws RefusedException {
    Login.check(hello, services);
    isBeingJudged = true;
    CompletableFuture<Authenticator.Verdict> verdict =
        services
            .ports()
            .authenticator()
            .judge(new Authenticator.Attempt(peer, hello.user(), hello.password()))
            .toCompletableFuture();
    if (verdict.isDone()) {
      judged(hello, verdict.join());
    } else {
      // Until then the listener's time for a login goes on.
      CompletableFuture<?> _ =
          verdict.thenAccept(
              given -> services.ports().loop().execute(() -> judgedLate(hello, given)));
    }
  }

  private void judgedLate(Frame.Hello hello, Authenticator.Verdict verdict) {
    if (isEnded) {
      return;
    }
    if (services.shard().isFailed()) {
      fail(ErrorCode.UNAVAILABLE, "the broker has failed");
      return;
    }
    try {
      judged(hello, verdict);
    } catch (RefusedException e) {
      fail(e.code(), e.text());
    }
  }

  private void judged(Frame.Hello hello, Authenticator.Verdict verdict) throws RefusedException {
    isBeingJudged = false;
    switch (verdict) {
      case Authenticator.Verdict.Accepted accepted -> {
        services.figures().loggedIn();
        welcome(hello, accepted);
      }
      case Authenticator.Verdict.Refused refused -> {
        services.figures().refused(refused.code());
        throw new RefusedException(refused.code(), refused.text());
      }
    }
  }

  private void welcome(Frame.Hello hello, Authenticator.Verdict.Accepted accepted)
      throws RefusedException {
    String user = accepted.user();
    BrokerConnection earlier = registry.withConnectionId(hello.connectionId());
    if (earlier != null) {
      earlier.requireUser(user);
    }
    ConnectionIdentity identity =
        new ConnectionIdentity(
            hello.connectionId(),
            Login.clientId(hello),
            user,
            hello.product(),
            new ConnectionAccess(user, accepted.standing()));
    Frame.Welcome welcome = Login.welcome(hello, services);
    OpenConnection next =
        new OpenConnection(
            services,
            identity,
            clientId -> registry.claim(clientId, this),
            writer,
            welcome.maxFrameBytes(),
            life);
    if (earlier != null) {
      // The same client has come back before its loss was noticed.
      earlier.giveWayTo(next);
    }
    String clientId = identity.clientId();
    if (clientId != null && !registry.claim(clientId, this)) {
      next.end();
      throw new RefusedException(
          ErrorCode.CLIENT_ID_IN_USE, "client id '" + clientId + "' is in use");
    }
    registry.add(hello.connectionId(), this);
    open = next;
    openedMillis = services.ports().clock().millis();
    lastActiveNanos = services.time().nanos();
    outbox.established(welcome.heartbeatMillis(), welcome.maxFrameBytes());
    writer.reply(welcome);
  }

  /** Whoever guesses the number of a connection does not get what another user made with it. */
  private void requireUser(@Nullable String user) throws RefusedException {
    if (open != null && !Objects.equals(open.identity().user(), user)) {
      throw new RefusedException(
          ErrorCode.NOT_AUTHORIZED, "the connection id belongs to another user");
    }
  }

  private void giveWayTo(OpenConnection next) {
    if (open != null) {
      next.adoptTemporaries(open);
    }
    fail(ErrorCode.UNAVAILABLE, "the client has connected anew");
  }

  private void end() {
    isEnded = true;
    if (open != null) {
      if (!services.shard().isFailed()) {
        open.end();
      }
      registry.remove(open.identity().connectionId(), open.identity().clientId(), this);
    }
    writer.close();
  }
}
