// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

/**
 * How full a bounded queue is.
 *
 * @param used tasks or bytes that wait
 * @param max how many may
 */
public record Fill(long used, long max) {
  /** The most is not known here, or is that of the virtual machine. */
  public static final long UNBOUNDED = -1;
}
