// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK's TLS throws into plain words. */
final class TlsFailure {
  private static final String ALERT = "Received fatal alert: ";

  private TlsFailure() {}

  /** What went wrong while a connection was made. */
  static TlsException ofHandshake(IOException failure) {
    String text = known(failure);
    if (text == null && isEnd(failure)) {
      text =
          "it closed the connection in the middle of the TLS handshake; does it speak TLS at all"
              + " (rewind:// is without), and does it take more connections?";
    }
    return new TlsException(
        text == null ? "the TLS handshake failed: " + failure.getMessage() : text, failure);
  }

  /** What went wrong later; most causes have nothing to do with TLS and stay as they are. */
  static IOException ofTransfer(IOException failure) {
    String text = known(failure);
    return text == null ? failure : new TlsException(text, failure);
  }

  private static @Nullable String known(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      String text =
          cause instanceof CertificateException
              ? ofCertificate((CertificateException) cause, message)
              : ofMessage(message);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String ofCertificate(CertificateException cause, String message) {
    if (cause instanceof CertificateExpiredException) {
      return "its certificate has expired (" + message + ")";
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "its certificate is not valid yet (" + message + "); is this machine's clock right?";
    }
    if (message.startsWith("No name matching") || message.startsWith("No subject alternative")) {
      return "its certificate is for another host ("
          + message
          + "); use a name that the certificate has";
    }
    return null;
  }

  private static @Nullable String ofMessage(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to find valid certification path")
        || lower.contains("path does not chain with any of the trust anchors")
        || lower.contains("trustanchors parameter must be non-empty")) {
      return "its certificate is not trusted; name the file with its issuer's certificate with"
          + " tls.trust";
    }
    if (lower.contains("unsupported or unrecognized ssl message")) {
      return "it does not speak TLS at this port; use rewind:// instead of rewinds://, or the"
          + " broker's port for TLS";
    }
    int alert = message.indexOf(ALERT); // newer JDKs write its name before, too
    return alert < 0 ? null : ofAlert(message.substring(alert + ALERT.length()));
  }

  /** What the broker's TLS had to say. */
  private static String ofAlert(String alert) {
    return switch (alert) {
      case "certificate_required" ->
          "it wants a certificate of this client; name the file that has it with tls.keystore";
      case "bad_certificate" ->
          "it refuses this client's certificate, or misses one; tls.keystore names the file that"
              + " has it";
      case "certificate_unknown", "unknown_ca" ->
          "it does not trust this client's certificate (tls.keystore)";
      case "certificate_expired" ->
          "it says that this client's certificate has expired (tls.keystore)";
      case "protocol_version" -> "it speaks no version of TLS that this client does";
      case "handshake_failure" ->
          "it found no way to speak TLS with this client: no cipher in common, or it wants a"
              + " certificate of this client (tls.keystore)";
      default -> "it ended TLS: " + alert;
    };
  }

  private static boolean isEnd(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return true;
      }
    }
    return String.valueOf(failure.getMessage()).startsWith("Remote host terminated");
  }
}
