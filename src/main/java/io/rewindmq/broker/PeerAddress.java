// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import org.jspecify.annotations.Nullable;

/**
 * Where a connection comes from.
 *
 * @param text host and port, for people
 * @param loopback whether the peer runs on this machine
 * @param certificate who the peer is by TLS; null = it has not shown a certificate
 * @param tls version and ciphers of TLS; null = the connection is not encrypted
 */
public record PeerAddress(
    String text, boolean loopback, @Nullable ClientCertificate certificate, @Nullable String tls) {
  /** One that is not encrypted. */
  public PeerAddress(String text, boolean loopback) {
    this(text, loopback, null, null);
  }

  /** The same over TLS, with what it has shown. */
  public PeerAddress over(String newTls, @Nullable ClientCertificate shown) {
    return new PeerAddress(text, loopback, shown, newTls);
  }

  /** Without the port: the same for all connections of a machine. */
  public String host() {
    int colon = text.lastIndexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** Without the certificate. */
  @Override
  public String toString() {
    return text;
  }
}
