// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/** The four kinds of destinations. Names are unique within a kind. */
public enum DestinationKind {
  QUEUE,
  TOPIC,
  TEMPORARY_QUEUE,
  TEMPORARY_TOPIC;

  /** Whether messages go to one of all consumers, through the one built-in group. */
  public boolean isQueue() {
    return this == QUEUE || this == TEMPORARY_QUEUE;
  }

  /** Whether it ends with its connection, and at the latest with the epoch. */
  public boolean isTemporary() {
    return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
  }
}
