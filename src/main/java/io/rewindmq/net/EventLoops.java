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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The listener's threads: epoll where there is one, else the JDK's selectors. */
@AnyThread
final class EventLoops {
  private static final int STOP_SECONDS = 5;

  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final Class<? extends ServerChannel> serverChannel;

  private EventLoops(
      EventLoopGroup acceptors,
      EventLoopGroup workers,
      Class<? extends ServerChannel> serverChannel) {
    this.acceptors = acceptors;
    this.workers = workers;
    this.serverChannel = serverChannel;
  }

  static EventLoops start(int ioThreads) {
    EventLoops loops =
        Epoll.isAvailable()
            ? new EventLoops(
                new EpollEventLoopGroup(1, threads("rewind-accept")),
                new EpollEventLoopGroup(ioThreads, threads("rewind-net")),
                EpollServerSocketChannel.class)
            : new EventLoops(
                new NioEventLoopGroup(1, threads("rewind-accept")),
                new NioEventLoopGroup(ioThreads, threads("rewind-net")),
                NioServerSocketChannel.class);
    for (EventExecutor worker : loops.workers) {
      worker.execute(ThreadRole.NET_LOOP::bind);
    }
    return loops;
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
  void stop() {
    Future<?> _ = acceptors.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    Future<?> _ = workers.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
    acceptors.terminationFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    workers.terminationFuture().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
  }

  private static ThreadFactory threads(String name) {
    return new DefaultThreadFactory(name, true);
  }
}
