// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import java.util.EnumSet;
import java.util.Set;

/**
 * A destination to be created.
 *
 * @param name unique within its kind, 1 to 1000 characters
 * @param partitions 1 to 1024
 * @param settings what is in force; a queue's dead letters can't go to the queue itself
 * @param own which of the settings were said for this destination. The others follow the shard's
 *     defaults, also when those are changed between two starts
 */
public record DestinationSpec(
    DestinationKind kind,
    String name,
    int partitions,
    DestinationSettings settings,
    Set<Setting> own) {
  public static final int NAME_CHARS_MAX = 1000;
  public static final int PARTITIONS_MAX = 1024;

  public DestinationSpec {
    own = Set.copyOf(own);
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("name must have 1 to " + NAME_CHARS_MAX + " characters");
    }
    if (partitions < 1 || partitions > PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions must be 1 to " + PARTITIONS_MAX + ", not " + partitions);
    }
    DeliveryPolicy policy = settings.policy();
    if (kind.isQueue()
        && (name.equals(policy.expiryQueue()) || name.equals(policy.deadLetterQueue()))) {
      throw new IllegalArgumentException(
          "queue " + name + " can't be its own dead-letter or expiry queue");
    }
  }

  /** All settings are its own. */
  public DestinationSpec(
      DestinationKind kind, String name, int partitions, DestinationSettings settings) {
    this(kind, name, partitions, settings, EnumSet.allOf(Setting.class));
  }

  /** Of one partition, without settings of its own. */
  public static DestinationSpec lasting(
      DestinationKind kind, String name, DestinationSettings defaults) {
    return lasting(kind, name, 1, SettingsChange.NONE, defaults);
  }

  /**
   * A queue or topic.
   *
   * @param said its own settings
   * @param defaults the shard's
   * @throws IllegalArgumentException it can't have these settings
   */
  public static DestinationSpec lasting(
      DestinationKind kind,
      String name,
      int partitions,
      SettingsChange said,
      DestinationSettings defaults) {
    DestinationSettings settings = defaultsOf(kind, name, defaults);
    return new DestinationSpec(
        kind, name, partitions, said.after(settings, Set.of(), settings), said.ownAfter(Set.of()));
  }

  /** Of one partition, kept as long as its connection, without history and dead letters. */
  public static DestinationSpec temporary(DestinationKind kind, String name) {
    return new DestinationSpec(
        kind, name, 1, new DestinationSettings(0, 0, false, DeliveryPolicy.FOR_EVER));
  }

  /**
   * The same with other settings.
   *
   * @param defaults the shard's: what is not its own becomes what they say
   * @throws IllegalArgumentException it can't have these settings
   */
  public DestinationSpec with(SettingsChange change, DestinationSettings defaults) {
    return new DestinationSpec(
        kind,
        name,
        partitions,
        change.after(settings, own, defaultsOf(kind, name, defaults)),
        change.ownAfter(own));
  }

  /** Whether the other one differs in settings at most. */
  boolean isSameBut(DestinationSpec settings) {
    return kind == settings.kind && name.equals(settings.name) && partitions == settings.partitions;
  }

  /** Nothing becomes a dead letter of a queue that is named for dead letters. */
  private static DestinationSettings defaultsOf(
      DestinationKind kind, String name, DestinationSettings defaults) {
    boolean isLastResort = kind.isQueue() && name.startsWith(DeliveryPolicy.DEAD_LETTER_PREFIX);
    return isLastResort ? defaults.forEver() : defaults;
  }
}
