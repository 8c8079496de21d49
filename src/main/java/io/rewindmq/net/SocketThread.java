// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.channel.Channel;
import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands tasks to the thread of a socket, from other threads. */
@AnyThread // by the thread's queue
final class SocketThread {
  private static final Logger LOG = LoggerFactory.getLogger(SocketThread.class);

  private SocketThread() {}

  /** Runs a task on the channel's thread; has no effect once the listener has stopped. */
  static void execute(Channel channel, Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the listener has stopped; {} hears nothing any more", channel, e);
    }
  }
}
