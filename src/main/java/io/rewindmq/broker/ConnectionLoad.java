// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/**
 * What a connection's socket has done and holds.
 *
 * @param receivedBytes so far
 * @param sentBytes so far, heartbeats not counted
 * @param unhandledBytes received and not handled yet
 * @param unsentBytes written for it and not taken by the kernel yet
 * @param isReadPaused whether the socket is not read at present, for somebody is behind
 */
public record ConnectionLoad(
    long receivedBytes,
    long sentBytes,
    long unhandledBytes,
    long unsentBytes,
    boolean isReadPaused) {
  /** Of what has no socket. */
  public static final ConnectionLoad NONE = new ConnectionLoad(0, 0, 0, 0, false);
}
