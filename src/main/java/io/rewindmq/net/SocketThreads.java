// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads that read and write sockets: epoll where there is one, else the JDK's selectors.
 *
 * <p>They are started before a listener and stopped after it, by one caller.
 */
@AnyThread
public final class SocketThreads {
  private static final int STOP_SECONDS = 5;

  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final Class<? extends ServerChannel> serverChannel;

  private SocketThreads(
      EventLoopGroup acceptors,
      EventLoopGroup workers,
      Class<? extends ServerChannel> serverChannel) {
    this.acceptors = acceptors;
    this.workers = workers;
    this.serverChannel = serverChannel;
  }

  /**
   * Starts the threads.
   *
   * @param ioThreads 0 = one that has room for a guest: {@link #host}
   */
  public static SocketThreads start(int ioThreads) {
    int workers = Math.max(1, ioThreads);
    SocketThreads loops =
        Epoll.isAvailable()
            ? new SocketThreads(
                new EpollEventLoopGroup(1, threads("rewind-accept")),
                new EpollEventLoopGroup(workers, threads("rewind-net")),
                EpollServerSocketChannel.class)
            : new SocketThreads(
                new NioEventLoopGroup(1, threads("rewind-accept")),
                new NioEventLoopGroup(workers, threads("rewind-net")),
                NioServerSocketChannel.class);
    for (EventExecutor worker : loops.workers) {
      worker.execute(ThreadRole.NET_LOOP::bind);
    }
    return loops;
  }

  /** The thread of all sockets, for a guest's tasks; only when it was started with 0. */
  public ScheduledExecutorService host() {
    return workers.next();
  }

  /** For what is due now and then and takes no time. */
  public ScheduledExecutorService timer() {
    return acceptors.next();
  }

  EventLoopGroup acceptors() {
    return acceptors;
  }

  EventLoopGroup workers() {
    return workers;
  }

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /** Returns once the threads have ended, or after some seconds. */
  public void stop() {
    Future<?> _ = acceptors.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    Future<?> _ = workers.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    acceptors.terminationFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    workers.terminationFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
  }

  private static ThreadFactory threads(String name) {
    return new DefaultThreadFactory(name, true);
  }
}
