// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.delivery.Setting;
import io.rewindmq.shard.DestinationSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it is in force.
 *
 * @param value a number, a boolean or a queue's name; null = no queue
 * @param from {@code own} when it was said for this destination, else {@code default}
 */
record SettingRow(@Nullable Object value, String from) {
  /** All of a destination, by name. */
  static Map<String, SettingRow> of(DestinationSpec spec) {
    Map<String, SettingRow> rows = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      Object value =
          setting == Setting.DEAD_LETTER_QUEUE
              ? spec.settings().policy().deadLetterQueueOf(spec.name())
              : setting.valueIn(spec.settings());
      rows.put(
          setting.text(), new SettingRow(value, spec.own().contains(setting) ? "own" : "default"));
    }
    return rows;
  }
}
