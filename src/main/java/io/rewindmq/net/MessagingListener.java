// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.net.tls.ListenerTls;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for messaging clients until it is stopped. */
@AnyThread
public final class MessagingListener {
  private static final int CLOSE_SECONDS = 3;
  private static final int GRACE_MILLIS = 500;
  private static final int BACKLOG = 512;
  private static final Logger LOG = LoggerFactory.getLogger(MessagingListener.class);

  private final ListenerContext context;
  private final SocketThreads threads;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger connectionCount = new AtomicInteger();

  private MessagingListener(ListenerContext context, SocketThreads threads) {
    this.context = context;
    this.threads = threads;
  }

  /**
   * Takes the address and accepts connections. Waits until that is done.
   *
   * @param threads go on when the listener stops
   * @param gate called on the shard's loop
   * @param tls null = connections are not encrypted
   * @throws ListenException the address can't be had; nothing is left running
   */
  public static Running start(
      ListenerOptions options,
      SocketThreads threads,
      ConnectionGate gate,
      LoopInbox inbox,
      Clock clock,
      @Nullable ListenerTls tls) {
    ListenerContext context =
        new ListenerContext(options, gate, inbox, clock, new AtomicLong(), tls);
    return new MessagingListener(context, threads).bind();
  }

  /** A listener that has its address. */
  public final class Running {
    private final Channel server;

    private Running(Channel server) {
      this.server = server;
    }

    /** The port that clients connect to. */
    public int port() {
      return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Open sockets at present. */
    public int connections() {
      return connectionCount.get();
    }

    /** How the sockets are now; looks at each of them. Any thread. */
    public SocketFigures figures() {
      int paused = 0;
      long inbound = 0;
      long outbound = 0;
      for (Channel channel : connections) {
        SocketConnection connection = channel.pipeline().get(SocketConnection.class);
        if (connection != null) {
          paused += channel.config().isAutoRead() ? 0 : 1;
          inbound += connection.unhandledBytes();
          outbound += connection.unsentBytes();
        }
      }
      return new SocketFigures(
          server.isActive(),
          connectionCount.get(),
          paused,
          inbound,
          outbound,
          context.brokenPeers().get(),
          ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory());
    }

    /** Accepts no more connections; those that are open go on. Does not wait. Idempotent. */
    public void stopAccepting() {
      ChannelFuture _ = server.close();
    }

    /**
     * Closes all connections, after what is written already has left or some seconds have passed.
     * Waits for it. Idempotent.
     */
    public void stop() {
      server.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
      connections.newCloseFuture().awaitUninterruptibly(GRACE_MILLIS, TimeUnit.MILLISECONDS);
      connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Running bind() {
    ListenerOptions options = context.options();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(threads.acceptors(), threads.workers())
            .channel(threads.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept((SocketChannel) channel);
                  }
                });
    ChannelFuture bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String address = options.host() + ":" + options.port();
      throw new ListenException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    Running running = new Running(bound.channel());
    LOG.info(
        "RWQ-0700 listening for clients on {}:{}{}",
        options.host(),
        running.port(),
        context.tls() == null ? "" : " with TLS");
    return running;
  }

  private void accept(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    PeerAddress peer =
        new PeerAddress(
            remote.getHostString() + ":" + remote.getPort(),
            remote.getAddress().isLoopbackAddress());
    connections.add(channel);
    channel.closeFuture().addListener(closed -> connectionCount.decrementAndGet());
    int connectionsMax = context.options().connectionsMax();
    if (connectionCount.incrementAndGet() > connectionsMax) {
      LOG.warn("RWQ-0706 connection {} is refused: more than {} connections", peer, connectionsMax);
      refuse(channel, "the broker takes no more than " + connectionsMax + " connections");
      return;
    }
    ListenerTls tls = context.tls();
    if (tls != null) {
      tls.guard(channel, peer);
    }
    channel.pipeline().addLast(new SocketConnection(channel, peer, context));
  }

  private void refuse(SocketChannel channel, String text) {
    if (context.tls() == null) {
      channel.pipeline().addLast(new RefusedConnection(text));
    } else {
      // saying why would take a handshake, and whoever is too much must not cost one
      ChannelFuture _ = channel.close();
    }
  }
}
