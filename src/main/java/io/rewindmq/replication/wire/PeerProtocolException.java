// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.wire;

/** The other broker says what this one can't understand: the connection is closed. */
public final class PeerProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PeerProtocolException(String message) {
    super(message);
  }
}
