// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;

/** A connection above the allowed number: told so and closed, without a word to the broker. */
@OwnedBy(ThreadRole.NET_LOOP)
final class RefusedConnection extends ChannelInboundHandlerAdapter {
  private final String text;

  RefusedConnection(String text) {
    this.text = text;
  }

  @Override
  public void channelActive(ChannelHandlerContext netty) {
    Frame.Failure failure = new Frame.Failure(ErrorCode.LIMIT_REACHED, text);
    netty
        .writeAndFlush(Unpooled.wrappedBuffer(FrameCodec.encode(failure)))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelRead(ChannelHandlerContext netty, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext netty, Throwable cause) {
    ChannelFuture _ = netty.close();
  }
}
