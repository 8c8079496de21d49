// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

/** Numbers of the kinds of entries; never reused. */
final class EntryKind {
  /** The version of most kinds. */
  static final byte VERSION = 1;

  /** The version of the kinds with a destination's fields: it tells which settings are its own. */
  static final byte VERSION_WITH_OWN_SETTINGS = 2;

  /** The version of the same kinds that tells the limit of the backlog, too. */
  static final byte VERSION_WITH_BACKLOG_LIMIT = 3;

  static final byte EPOCH_STARTED = 1;
  static final byte DESTINATION_CREATED = 2;
  static final byte DESTINATION_DELETED = 3;
  static final byte GROUP_CREATED = 4;
  static final byte GROUP_DELETED = 5;
  static final byte APPENDED = 6;
  static final byte STAGED = 7;
  static final byte COMMITTED = 8;
  static final byte ROLLED_BACK = 9;
  static final byte SETTLED = 10;
  static final byte RELEASED = 11;
  static final byte MARK_ADVANCED = 12;
  static final byte CURSOR_MOVED = 13;
  static final byte MATERIALIZED = 14;
  static final byte PRODUCERS_FORGOTTEN = 15;
  static final byte SHARD_SNAPSHOT = 16;
  static final byte DESTINATION_SNAPSHOT = 17;
  static final byte GROUP_SNAPSHOT = 18;
  static final byte PRODUCER_SNAPSHOT = 19;
  static final byte PARTITION_PART = 20;
  static final byte CURSOR_PART = 21;
  static final byte MOVED = 22;
  static final byte DESTINATION_CHANGED = 23;
  static final byte GROUP_STARTED = 24;

  private EntryKind() {}

  /** The version a kind is written in. Older ones are read for ever. */
  static byte versionOf(byte kind) {
    return switch (kind) {
      case DESTINATION_CREATED, DESTINATION_CHANGED, DESTINATION_SNAPSHOT ->
          VERSION_WITH_BACKLOG_LIMIT;
      default -> VERSION;
    };
  }
}
