// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.shard.watch.GroupFigures;

/**
 * When operators are warned.
 *
 * @param periodMillis how often it is looked
 * @param backlogMessages of a group that has as many unsettled messages; 0 = never
 * @param ageMillis of a group whose oldest unsettled message is as old; 0 = never
 * @param repeatMillis the same is said again no sooner
 */
public record WarningOptions(
    long periodMillis, long backlogMessages, long ageMillis, long repeatMillis) {
  boolean isFarBehind(GroupFigures group) {
    return backlogMessages > 0 && group.backlog() >= backlogMessages;
  }

  boolean isLate(GroupFigures group, long now) {
    return ageMillis > 0 && group.oldestMillis() > 0 && now - group.oldestMillis() >= ageMillis;
  }
}
