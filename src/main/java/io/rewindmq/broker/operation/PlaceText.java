// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.shard.move.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Places as clients carry them from page to page: {@code PARTITION.LANE.OFFSET}. */
final class PlaceText {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})\\.(-1|[0-9])\\.([0-9]{1,18})");

  private PlaceText() {}

  static @Nullable String of(@Nullable Place place) {
    return place == null ? null : place.partition() + "." + place.lane() + "." + place.offset();
  }

  /**
   * Reads one.
   *
   * @throws AdminException it is none that this broker has given out
   */
  static @Nullable Place parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new AdminException(
          AdminException.Reason.INVALID,
          "cursor: expected what the page before gave as its cursor, got \"" + text + "\"");
    }
    return new Place(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Long.parseLong(parts.group(3)));
  }
}
