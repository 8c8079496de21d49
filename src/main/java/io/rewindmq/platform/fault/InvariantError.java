// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

/** A rule of our own is broken: a bug. The shard stops. */
public final class InvariantError extends Error {
  private static final long serialVersionUID = 1L;

  public InvariantError(String message) {
    super(message);
  }
}
