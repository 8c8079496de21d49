// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/** Why a command was not carried out. Nothing has changed then. */
public enum Rejection {
  /** No such destination, or it was deleted meanwhile. */
  DESTINATION_NOT_FOUND,
  /** A destination of that kind and name exists. */
  DESTINATION_EXISTS,
  /** Consumers are open on it. */
  DESTINATION_IN_USE,
  /** The destination is of the wrong kind for this. */
  DESTINATION_INVALID,
  /** No such group, or it was deleted meanwhile. */
  GROUP_NOT_FOUND,
  /** A durable subscription of that client id and name exists. */
  GROUP_EXISTS,
  /** The group has a consumer, and what was asked for allows none (other). */
  SUBSCRIPTION_IN_USE,
  /**
   * An active non-durable shared subscription of that name has another topic, selector or noLocal.
   */
  SUBSCRIPTION_MISMATCH,
  /** The transaction's sends are gone: it was rolled back, or the broker has restarted. */
  TRANSACTION_ROLLED_BACK,
  /** The destination forbids replay. */
  REPLAY_FORBIDDEN,
  /** The elements of a send are not what their lengths say. */
  MESSAGE_CORRUPT,
  /** A bound of {@code ShardOptions} is reached. */
  LIMIT_REACHED,
  /** No room for more; acknowledgements and deletions still go. */
  DISK_FULL,
  /** A stored message is damaged. */
  CORRUPT_DATA,
  /** The shard is stopping or has failed. */
  UNAVAILABLE
}
