// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.delivery.Setting;
import io.rewindmq.shard.DestinationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in what a destination that is there differs from the one that was wanted. */
final class DifferentFacts {
  private DifferentFacts() {}

  /** For example {@code queue "orders" exists with partitions 1, not 4}. */
  static String text(DestinationSpec there, DestinationSpec wanted) {
    List<String> facts = new ArrayList<>();
    if (there.partitions() != wanted.partitions()) {
      facts.add("partitions " + there.partitions() + ", not " + wanted.partitions());
    }
    for (Setting setting : Setting.values()) {
      @Nullable Object has = setting.valueIn(there.settings());
      @Nullable Object should = setting.valueIn(wanted.settings());
      boolean hasOwn = there.own().contains(setting);
      boolean shouldOwn = wanted.own().contains(setting);
      if (hasOwn != shouldOwn || !Objects.equals(has, should)) {
        facts.add(setting.text() + " " + value(has, hasOwn) + ", not " + value(should, shouldOwn));
      }
    }
    return (there.kind().isQueue() ? "queue \"" : "topic \"")
        + there.name()
        + "\" exists with "
        + String.join("; ", facts);
  }

  private static String value(@Nullable Object value, boolean isOwn) {
    String text = value == null ? "none" : value.toString();
    return isOwn ? text : text + " (default)";
  }
}
