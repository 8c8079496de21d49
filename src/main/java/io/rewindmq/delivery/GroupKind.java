// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/** The kinds of consumer groups. */
public enum GroupKind {
  /** The built-in group of a queue: any number of consumers. */
  QUEUE,
  /** A durable subscription with at most one consumer at a time. */
  DURABLE,
  /** A durable subscription with any number of consumers. */
  SHARED_DURABLE,
  /** A subscription that ends with its one consumer. */
  NON_DURABLE,
  /** A named subscription that ends with its last consumer. */
  SHARED_NON_DURABLE;

  /** Whether the group lives in memory only and holds back no message. */
  public boolean isVolatile() {
    return this == NON_DURABLE || this == SHARED_NON_DURABLE;
  }

  /** Whether at most one consumer may be open. */
  public boolean isExclusive() {
    return this == DURABLE || this == NON_DURABLE;
  }
}
