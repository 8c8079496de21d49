// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.shard.move.BulkKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with many messages that are pending in a group.
 *
 * @param to where to; null = nowhere, or each to where it failed
 * @param perSecondMax messages a second, at most; 0 = as fast as possible
 * @param who asks, and why, for people
 * @param permission where the one who asks may send to
 */
public record BulkCommand(
    BulkKind kind,
    int groupId,
    Choice choice,
    @Nullable Target to,
    int perSecondMax,
    boolean isDryRun,
    Asker who,
    SendPermission permission) {
  /** How many messages can be named one by one. */
  public static final int NAMED_MAX = 1000;

  /** The same about another group. */
  public BulkCommand of(int newGroupId) {
    return new BulkCommand(kind, newGroupId, choice, to, perSecondMax, isDryRun, who, permission);
  }

  /**
   * Which of the messages: those named, or those that fit the selector, or all.
   *
   * @param places as {@code partition:offset}
   */
  public record Choice(List<String> messageIds, List<String> places, @Nullable String selector) {
    public Choice {
      messageIds = List.copyOf(messageIds);
      places = List.copyOf(places);
    }
  }

  public record Target(DestinationKind kind, String name) {}

  /**
   * Who wants it.
   *
   * @param reason for the record; null = not said
   */
  public record Asker(String user, @Nullable String reason) {}

  /** Says where the one who asks may send to. Any thread. */
  @FunctionalInterface
  public interface SendPermission {
    boolean maySendTo(DestinationKind kind, String name);
  }
}
