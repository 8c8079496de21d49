// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.client;

import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.client.ConnectionSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of connections.
 *
 * @param id the client's own, the same when it comes back; 16 hexadecimal digits
 * @param address where it comes from, with the port
 * @param tls version and ciphers; null = not encrypted
 * @param certificate whom the certificate that it has shown is about; null = it has shown none
 * @param client name and version of the client's software
 * @param since when it logged in, in UTC
 * @param idleMillis how long it has sent nothing but heartbeats
 */
record ConnectionRow(
    String id,
    @Nullable String user,
    @Nullable String clientId,
    String address,
    @Nullable String tls,
    @Nullable String certificate,
    String client,
    String since,
    long idleMillis,
    int sessions,
    int consumers) {
  static ConnectionRow of(ConnectionSummary one) {
    PeerAddress peer = one.peer();
    ClientCertificate shown = peer.certificate();
    return new ConnectionRow(
        ConnectionId.text(one.connectionId()),
        one.user(),
        one.clientId(),
        peer.text(),
        peer.tls(),
        shown == null ? null : shown.subject(),
        one.product(),
        Instant.ofEpochMilli(one.sinceMillis()).toString(),
        one.idleMillis(),
        one.sessions(),
        one.consumers());
  }
}
