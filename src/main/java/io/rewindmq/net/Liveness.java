// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides, by time, that a connection has ended: no login in time, a client silent for two
 * heartbeat intervals, a peer that takes none of the bytes that wait for it. Also says when to send
 * a heartbeat.
 *
 * <p>While a socket is not read for our own reasons, its peer does not count as silent.
 */
@OwnedBy(ThreadRole.NET_LOOP)
final class Liveness {
  private static final int TICK_MILLIS_MIN = 10;
  private static final int TICK_MILLIS_MAX = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Channel channel;
  private final Clock clock;
  private final ListenerOptions options;
  private final Watched watched;
  private final long openedNanos;

  /** 0 = not logged in yet. */
  private int heartbeatMillis;

  private long lastReceivedNanos;
  private long lastSentNanos;

  /** When bytes that waited last became fewer, or none waited. */
  private long lastProgressNanos;

  private long lastProgress;
  private boolean isClosing;
  private @Nullable ScheduledFuture<?> nextTick;

  Liveness(Channel channel, Clock clock, ListenerOptions options, Watched watched) {
    this.channel = channel;
    this.clock = clock;
    this.options = options;
    this.watched = watched;
    this.openedNanos = clock.nanos();
    this.lastProgressNanos = openedNanos;
  }

  /** What is watched, and what is told about it. */
  interface Watched {
    boolean isReadPaused();

    long unsentBytes();

    /** Bytes that left so far, heartbeats not counted. */
    long sentBytes();

    void sendHeartbeat();

    /** No login was done in time: no HELLO came, or it was not judged yet. */
    void loginTimedOut();

    /** The connection has to go, without a word to the peer. */
    void drop(String reason);
  }

  void start() {
    scheduleTick();
  }

  void established(int agreedHeartbeatMillis) {
    heartbeatMillis = agreedHeartbeatMillis;
    lastReceivedNanos = clock.nanos();
    scheduleTick();
  }

  void received() {
    lastReceivedNanos = clock.nanos();
  }

  /** The connection only sends what is left: from now on only a stall counts. */
  void closing() {
    isClosing = true;
  }

  void stop() {
    if (nextTick != null) {
      nextTick.cancel(false);
    }
  }

  private void scheduleTick() {
    stop();
    int shortest = Math.min(options.loginMillis(), options.stallMillis());
    int wanted = Math.min(shortest, heartbeatMillis == 0 ? shortest : heartbeatMillis) / 4;
    int millis = Math.clamp(wanted, TICK_MILLIS_MIN, TICK_MILLIS_MAX);
    nextTick = channel.eventLoop().schedule(this::tick, millis, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    if (!channel.isActive()) {
      return;
    }
    long now = clock.nanos();
    boolean isIdle = noteProgress(now);
    String reason = reasonToDrop(now);
    if (reason != null) {
      watched.drop(reason);
      return;
    }
    if (heartbeatMillis == 0 && !isClosing) {
      if (millisSince(openedNanos, now) > options.loginMillis()) {
        watched.loginTimedOut();
      }
    } else if (isIdle && !isClosing && millisSince(lastSentNanos, now) >= heartbeatMillis / 2) {
      watched.sendHeartbeat();
      lastSentNanos = now;
    }
    scheduleTick();
  }

  private @Nullable String reasonToDrop(long now) {
    long unsent = watched.unsentBytes();
    if (unsent > 0 && millisSince(lastProgressNanos, now) > options.stallMillis()) {
      return "it took none of " + unsent + " waiting bytes for " + options.stallMillis() + " ms";
    }
    if (watched.isReadPaused()) {
      lastReceivedNanos = now;
    }
    if (heartbeatMillis > 0
        && !isClosing
        && millisSince(lastReceivedNanos, now) > 2L * heartbeatMillis) {
      return "it was silent for two heartbeat intervals of " + heartbeatMillis + " ms";
    }
    return null;
  }

  /** Returns whether nothing waits to be sent. */
  private boolean noteProgress(long now) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long progress = watched.sentBytes() + (buffer == null ? 0 : buffer.currentProgress());
    boolean isIdle = watched.unsentBytes() == 0;
    if (progress != lastProgress) {
      lastProgress = progress;
      lastSentNanos = now;
    }
    if (isIdle || lastSentNanos == now) {
      lastProgressNanos = now;
    }
    return isIdle;
  }

  private static long millisSince(long nanos, long now) {
    return (now - nanos) / NANOS_PER_MILLI;
  }
}
