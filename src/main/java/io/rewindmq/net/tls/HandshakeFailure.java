// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in plain words why TLS with a client failed. */
@AnyThread // no state
public final class HandshakeFailure {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeFailure.class);

  private HandshakeFailure() {}

  /** Whether a connection's fault comes from its TLS. */
  public static boolean isOfTls(Throwable fault) {
    return fault instanceof SSLException
        || (fault instanceof DecoderException && fault.getCause() instanceof SSLException)
        || rejection(fault) != null;
  }

  /** Logs that a handshake failed; returns why. */
  public static String tell(PeerAddress peer, Throwable cause) {
    String text = text(cause);
    if (rejection(cause) != null) {
      LOG.warn("RWQ-0712 connection {} is closed: {}", peer, text);
    } else if (cause instanceof ClosedChannelException) {
      LOG.debug("connection {} ended before its TLS handshake", peer);
    } else {
      LOG.warn("RWQ-0708 connection {} is closed: its TLS handshake failed: {}", peer, text);
    }
    return text;
  }

  /** Why; never has bytes that the client sent. */
  public static String text(Throwable fault) {
    Throwable cause = fault instanceof DecoderException ? fault.getCause() : fault;
    if (rejection(fault) != null) {
      return "too many TLS handshakes at once";
    }
    if (cause instanceof NotSslRecordException) {
      return "it sent something that is not TLS";
    }
    if (cause instanceof ClosedChannelException) {
      return "it closed the connection before the handshake was done";
    }
    return aboutCertificate(cause);
  }

  private static String aboutCertificate(@Nullable Throwable failure) {
    Throwable deepest = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      deepest = cause;
      if (cause instanceof CertificateException) {
        return "its certificate was refused: " + cause.getMessage();
      }
    }
    String text = deepest == null ? "unknown cause" : String.valueOf(deepest.getMessage());
    return text.contains("Empty client certificate chain")
        ? "it has shown no certificate (rewind.tls.client-auth is required)"
        : text;
  }

  private static @Nullable RejectedExecutionException rejection(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RejectedExecutionException rejection) {
        return rejection;
      }
    }
    return null;
  }
}
