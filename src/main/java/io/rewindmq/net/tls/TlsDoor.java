// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection's bytes pass before TLS and after it: tells a client that speaks without TLS
 * so, and lets a client read why its handshake failed.
 *
 * <p>Closing at once would reset the connection if the client still sends, and could so destroy
 * what it has to read. So its bytes are dropped until it closes, too, or the time is over.
 */
@OwnedBy(ThreadRole.NET_LOOP)
final class TlsDoor extends ChannelDuplexHandler {
  private static final int CLOSE_MILLIS = 2_000;
  private static final int TLS_HANDSHAKE = 0x16;

  /** Our frames begin with their length, which is less than 16 MiB for the first. */
  private static final int FRAME_START = 0;

  private static final String NO_TLS =
      "this port speaks TLS only: use rewinds:// instead of rewind://";
  private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

  private final SocketChannel channel;
  private final PeerAddress peer;
  private final SslHandler tls;
  private boolean isKnownToSpeakTls;
  private boolean isLeaving;

  TlsDoor(SocketChannel channel, PeerAddress peer, SslHandler tls) {
    this.channel = channel;
    this.peer = peer;
    this.tls = tls;
  }

  @Override
  public void channelRead(ChannelHandlerContext netty, Object message) {
    ByteBuf read = (ByteBuf) message;
    if (isLeaving || !read.isReadable()) {
      ReferenceCountUtil.release(read);
      return;
    }
    int first = read.getUnsignedByte(read.readerIndex());
    if (isKnownToSpeakTls || first == TLS_HANDSHAKE) {
      isKnownToSpeakTls = true;
      netty.fireChannelRead(read);
      return;
    }
    read.release();
    LOG.warn("RWQ-0707 connection {} is closed: it does not speak TLS, but this port does", peer);
    if (first == FRAME_START) {
      Frame.Failure failure = new Frame.Failure(ErrorCode.PROTOCOL_ERROR, NO_TLS);
      leave(netty, Unpooled.wrappedBuffer(FrameCodec.encode(failure)), netty.newPromise());
    } else {
      ChannelFuture _ = netty.close();
    }
  }

  @Override
  public void close(ChannelHandlerContext netty, ChannelPromise promise) {
    boolean hasFailed = tls.handshakeFuture().isDone() && !tls.handshakeFuture().isSuccess();
    if (hasFailed && isKnownToSpeakTls && !isLeaving && channel.isActive()) {
      leave(netty, Unpooled.EMPTY_BUFFER, promise);
    } else {
      ChannelFuture _ = netty.close(promise);
    }
  }

  private void leave(ChannelHandlerContext netty, ByteBuf last, ChannelPromise closed) {
    isLeaving = true;
    channel.config().setAutoRead(true);
    netty.writeAndFlush(last).addListener(written -> shutOutput());
    ScheduledFuture<?> _ =
        channel.eventLoop().schedule(() -> end(netty, closed), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void end(ChannelHandlerContext netty, ChannelPromise closed) {
    ChannelFuture _ = netty.close(closed);
  }

  private void shutOutput() {
    ChannelFuture _ = channel.shutdownOutput();
  }
}
