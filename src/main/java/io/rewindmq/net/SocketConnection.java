// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.net.tls.ClientCertificates;
import io.rewindmq.net.tls.HandshakeFailure;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket: frames in to the shard's loop, the outbox out, and what ends the connection.
 *
 * <p>The broker always hears of the end by {@link ClientConnection#lost}, after everything that
 * came before it.
 */
@OwnedBy(ThreadRole.NET_LOOP)
final class SocketConnection extends ChannelInboundHandlerAdapter
    implements NettyOutbox.Events, Liveness.Watched {
  /** The largest frame before the login. */
  static final int HELLO_BYTES_MAX = 64 * 1024;

  private static final int CLOSE_MILLIS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

  private final Channel channel;
  private final PeerAddress peer;
  private final ListenerContext context;
  private final ReadPauses pauses;
  private final InboundQueue inbound;
  private final NettyOutbox outbox;
  private final FrameCutter cutter;
  private final Liveness liveness;

  /** Null = the connection is not encrypted. */
  private @Nullable SslHandler tls;

  private int frameBytesMax = HELLO_BYTES_MAX;
  private String endReason = "the client closed the connection";
  private @Nullable ByteBuf firstBytes;
  private boolean isKnownToSpeakOurs;
  private boolean isEnding;

  SocketConnection(Channel channel, PeerAddress peer, ListenerContext context) {
    ListenerOptions options = context.options();
    this.channel = channel;
    this.peer = peer;
    this.context = context;
    this.pauses = new ReadPauses(channel);
    this.inbound = new InboundQueue(channel, context.inbox(), pauses, options.inboundBytesMax());
    this.outbox = new NettyOutbox(channel, this, options.outboundBytesMax());
    this.cutter = new FrameCutter(channel.alloc(), inbound::frames);
    this.liveness = new Liveness(channel, context.clock(), options, this);
  }

  @Override
  public void channelActive(ChannelHandlerContext netty) {
    ThreadRole.NET_LOOP.assertCurrent();
    tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      inbound.open(() -> context.gate().open(outbox, peer));
    }
    liveness.start();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext netty, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && tls != null && !isEnding) {
      if (handshake.isSuccess()) {
        SSLSession session = tls.engine().getSession();
        PeerAddress known =
            peer.over(
                session.getProtocol() + " " + session.getCipherSuite(),
                ClientCertificates.of(session));
        inbound.open(() -> context.gate().open(outbox, known));
      } else {
        isEnding = true;
        endReason = HandshakeFailure.tell(peer, handshake.cause());
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext netty, Object message) {
    ByteBuf read = (ByteBuf) message;
    if (isEnding) {
      read.release();
      return;
    }
    liveness.received();
    inbound.received(read.readableBytes());
    ByteBuf bytes = isKnownToSpeakOurs ? read : withFirstBytes(read);
    if (bytes == null) {
      return;
    }
    try {
      cutter.cut(bytes, frameBytesMax);
    } catch (FrameSizeException e) {
      fail(e.code(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext netty) {
    isEnding = true;
    liveness.stop();
    cutter.release();
    if (firstBytes != null) {
      firstBytes.release();
      firstBytes = null;
    }
    String reason = endReason;
    inbound.tell(connection -> connection.lost(reason));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext netty, Throwable cause) {
    if (HandshakeFailure.isOfTls(cause)) {
      if (!isEnding) {
        drop("TLS failed: " + HandshakeFailure.text(cause));
      }
    } else if (cause instanceof IOException) {
      drop("its socket failed: " + cause.getMessage());
    } else {
      LOG.error(
          "RWQ-0705 connection {} is closed because of an error in the listener", peer, cause);
      drop("an error in the listener: " + cause);
    }
  }

  @Override
  public void established(int heartbeatMillis, int agreedFrameBytesMax) {
    frameBytesMax = agreedFrameBytesMax;
    liveness.established(heartbeatMillis);
  }

  @Override
  public void overflowing() {
    pauses.pause(ReadPauses.Reason.OUTBOUND_FULL);
  }

  @Override
  public void drained() {
    pauses.resume(ReadPauses.Reason.OUTBOUND_FULL);
    inbound.tell(ClientConnection::outboxDrained);
  }

  @Override
  public void closing() {
    endReason = "the broker closed the connection";
    closeWhenSent(Unpooled.EMPTY_BUFFER);
  }

  @Override
  public boolean isReadPaused() {
    return pauses.isPaused();
  }

  @Override
  public long receivedBytes() {
    return inbound.receivedBytes();
  }

  @Override
  public long unhandledBytes() {
    return inbound.unhandledBytes();
  }

  @Override
  public long unsentBytes() {
    return outbox.unsentBytes();
  }

  @Override
  public long sentBytes() {
    return outbox.sentBytes();
  }

  @Override
  public void sendHeartbeat() {
    ChannelFuture _ = channel.writeAndFlush(bytesOf(new Frame.Heartbeat()), channel.voidPromise());
  }

  @Override
  public void loginTimedOut() {
    LOG.warn(
        "RWQ-0702 connection {} is closed: no login within {} ms",
        peer,
        context.options().loginMillis());
    if (tls != null && !tls.handshakeFuture().isSuccess()) {
      drop("its TLS handshake was not done in time");
      return;
    }
    fail(
        ErrorCode.PROTOCOL_ERROR,
        "the login was not done within " + context.options().loginMillis() + " ms");
  }

  @Override
  public void drop(String reason) {
    LOG.info("RWQ-0703 connection {} is dropped: {}", peer, reason);
    isEnding = true;
    endReason = reason;
    // past what TLS would still like to say
    ChannelFuture _ = channel.pipeline().firstContext().close();
  }

  /** Says why, then closes. */
  void fail(ErrorCode code, String text) {
    context.brokenPeers().incrementAndGet();
    LOG.info("RWQ-0704 connection {} is closed: {} {}", peer, code, text);
    endReason = text;
    closeWhenSent(bytesOf(new Frame.Failure(code, text)));
  }

  private void closeWhenSent(ByteBuf last) {
    isEnding = true;
    liveness.closing();
    // Closing now would reset the connection if the client still sends, and could so destroy
    // what it has to read. So its bytes are dropped until it closes, too, or the time is over.
    channel.writeAndFlush(last).addListener(this::shutOutput);
    ScheduledFuture<?> _ =
        channel.eventLoop().schedule(this::closeNow, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void shutOutput(Future<?> written) {
    if (tls == null) {
      shutSocket(written);
    } else {
      tls.closeOutbound().addListener(this::shutSocket);
    }
  }

  private void shutSocket(Future<?> told) {
    ChannelFuture _ = ((DuplexChannel) channel).shutdownOutput();
  }

  private void closeNow() {
    ChannelFuture _ = channel.close();
  }

  /** Returns all bytes so far once it is clear what the peer speaks, else null. */
  private @Nullable ByteBuf withFirstBytes(ByteBuf read) {
    ByteBuf bytes = read;
    ByteBuf before = firstBytes;
    if (before != null || read.readableBytes() < FirstBytes.BYTES) {
      bytes = before == null ? channel.alloc().buffer(FirstBytes.BYTES) : before;
      bytes.writeBytes(read);
      read.release();
      boolean isEnough = bytes.readableBytes() >= FirstBytes.BYTES;
      firstBytes = isEnough ? null : bytes;
      if (!isEnough) {
        return null;
      }
    }
    String other = FirstBytes.otherProtocol(bytes);
    if (other == null) {
      isKnownToSpeakOurs = true;
      return bytes;
    }
    bytes.release();
    refuse(other);
    return null;
  }

  private void refuse(String other) {
    LOG.warn(
        "RWQ-0701 connection {} is closed: it speaks {}, but this port speaks the RewindMQ"
            + " protocol only",
        peer,
        other);
    context.brokenPeers().incrementAndGet();
    endReason = "it speaks " + other;
    if (other.equals(FirstBytes.TLS)) {
      // bytes that are no TLS tell the client's TLS at once what is wrong
      closeWhenSent(
          bytesOf(
              new Frame.Failure(
                  ErrorCode.PROTOCOL_ERROR,
                  "this port speaks without TLS: use rewind:// instead of rewinds://")));
    } else {
      isEnding = true;
      ChannelFuture _ = channel.close();
    }
  }

  private static ByteBuf bytesOf(Frame frame) {
    return Unpooled.wrappedBuffer(FrameCodec.encode(frame));
  }
}
