// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;

/**
 * What has happened to one destination, or one group, since it was noticed. For metrics alone: it
 * is not journalled, and nothing is decided by it.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Traffic {
  private long messagesIn;
  private long bytesIn;
  private long messagesOut;
  private long bytesOut;
  private long redelivered;
  private long acknowledged;
  private long expired;
  private long deadLettered;
  private boolean hasChanged;

  /** Messages that got an offset. */
  public long messagesIn() {
    return messagesIn;
  }

  /** Their bytes, encoded. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Messages that went to consumers, repeats included. */
  public long messagesOut() {
    return messagesOut;
  }

  public long bytesOut() {
    return bytesOut;
  }

  /** Messages that went out again after a failed attempt. */
  public long redelivered() {
    return redelivered;
  }

  public long acknowledged() {
    return acknowledged;
  }

  /** Messages that expired, whether they went to an expiry queue or ended. */
  public long expired() {
    return expired;
  }

  /** Messages that became dead letters. */
  public long deadLettered() {
    return deadLettered;
  }

  void took(int messages, int bytes) {
    hasChanged = true;
    messagesIn += messages;
    bytesIn += bytes;
  }

  /** Messages went out, all of them for the first time or all of them again. */
  public void delivered(int messages, int bytes, boolean again) {
    hasChanged = true;
    messagesOut += messages;
    bytesOut += bytes;
    if (again) {
      redelivered += messages;
    }
  }

  /** Messages have ended. */
  public void settled(SettleReason reason, long messages) {
    hasChanged = true;
    switch (reason) {
      case ACKNOWLEDGED, COMMITTED -> acknowledged += messages;
      case EXPIRED -> expired += messages;
      case DEAD_LETTERED, OVERFLOWED -> deadLettered += messages;
      default -> {} // an administrator's work, or what nobody has had
    }
  }

  /** Whether anything has happened since the last call. */
  boolean takeChange() {
    boolean changed = hasChanged;
    hasChanged = false;
    return changed;
  }
}
