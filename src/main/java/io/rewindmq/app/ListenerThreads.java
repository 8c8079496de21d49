// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.AdminException;
import io.rewindmq.health.BrokerFigures;
import io.rewindmq.net.SocketThreads;
import io.rewindmq.net.tls.ListenerTls;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a listener needs before it starts and after it has stopped.
 *
 * @param tls null = connections are not encrypted
 */
@AnyThread // started and closed by one caller
record ListenerThreads(SocketThreads sockets, @Nullable ListenerTls tls) implements AutoCloseable {
  /**
   * Starts the threads.
   *
   * @param ioThreads 0 = the loop shares the one that reads sockets
   * @param files null = connections are not encrypted
   */
  static ListenerThreads start(int ioThreads, @Nullable TlsFiles files) {
    SocketThreads sockets = SocketThreads.start(ioThreads);
    ListenerTls tls =
        files == null
            ? null
            : ListenerTls.start(files, sockets.timer(), Runtime.getRuntime().availableProcessors());
    return new ListenerThreads(sockets, tls);
  }

  /** With what waits for TLS. */
  BrokerFigures addTo(BrokerFigures figures) {
    return tls == null ? figures : figures.withQueue("tls", tls.waiting());
  }

  /**
   * Has the files of TLS looked at now. Only with TLS.
   *
   * @return fails with {@link AdminException} when too many handshakes wait
   */
  CompletionStage<TlsFiles.Usage> reloadTls() {
    if (tls == null) {
      throw new IllegalStateException("TLS is off");
    }
    try {
      return tls.reload();
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedStage(
          new AdminException(
              AdminException.Reason.BUSY, "too many TLS handshakes wait; try again"));
    }
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    sockets.stop();
  }
}
