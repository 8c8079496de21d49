// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.platform.thread.RoleThreads;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener.
 *
 * <p>What costs time in a handshake (signatures, checks of certificates) is done by threads of its
 * own, so that it holds up neither sockets nor the shard. They, and what may wait for them, bound
 * the work; a handshake that finds no room fails, and its client tries again. The listener's time
 * for a login counts for the handshake, too.
 */
@AnyThread // immutable; what it uses is safe
public final class ListenerTls implements AutoCloseable {
  /** A handshake has up to three tasks of about a millisecond; a login 5 s at most. */
  private static final int WAITING_PER_THREAD = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

  private final TlsFiles files;
  private final RoleThreads workers;
  private final ScheduledFuture<?> watch;

  private ListenerTls(TlsFiles files, RoleThreads workers, ScheduledExecutorService timer) {
    this.files = files;
    this.workers = workers;
    int millis = files.options().reloadMillis();
    this.watch = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Starts its threads and begins to watch the files.
   *
   * @param timer its thread is only asked to hand over
   */
  public static ListenerTls start(TlsFiles files, ScheduledExecutorService timer, int processors) {
    RoleThreads workers =
        new RoleThreads(
            ThreadRole.ADMIN_WORKER,
            "rewind-tls",
            RoleThreads.halfOf(processors),
            WAITING_PER_THREAD,
            fault -> LOG.error("RWQ-0713 an error in TLS", fault));
    return new ListenerTls(files, workers, timer);
  }

  /** Makes a new connection begin with a handshake; what comes later is added behind it. */
  public void guard(SocketChannel channel, PeerAddress peer) {
    SslHandler handler =
        new SslHandler(files.context().newEngine(channel.alloc()), workers::execute);
    // the listener's time for a login ends a handshake that hangs
    handler.setHandshakeTimeoutMillis(0);
    ChannelPipeline _ = channel.pipeline().addLast(new TlsDoor(channel, peer, handler), handler);
  }

  /** Looks at the files now; fails with {@link RejectedExecutionException} when too much waits. */
  public CompletionStage<TlsFiles.Usage> reload() {
    return CompletableFuture.supplyAsync(files::refresh, workers::execute);
  }

  /** How many handshakes wait for a thread, and how many may. */
  public Fill waiting() {
    return workers.fill();
  }

  /** Ends its threads; waits for it. */
  @Override
  public void close() {
    watch.cancel(false);
    workers.close();
  }

  private void look() {
    try {
      workers.execute(() -> files.refresh());
    } catch (RejectedExecutionException full) {
      LOG.debug("handshakes go first; the files are looked at later", full);
    }
  }
}
