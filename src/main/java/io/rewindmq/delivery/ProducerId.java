// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/**
 * Who numbers messages: one session of one connection. Stays the same when the client reconnects.
 *
 * @param connectionId chosen by the client at random, unsigned
 * @param number the session's number within the connection, unsigned
 */
public record ProducerId(long connectionId, long number) {
  @Override
  public int hashCode() {
    return Long.hashCode(connectionId * 31 + number);
  }
}
