// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options of OPEN_CONSUMER: where a consumer begins to read that makes a new subscription, or
 * that reads a queue's history.
 *
 * <p>As text: {@code start=PLACE[&resume=PARTITION:OFFSET[,PARTITION:OFFSET…]]}. Immutable.
 *
 * @param start the place
 * @param resume by partition: the offset where a reader that lost its connection goes on; goes
 *     before the place. Sorted, can't be changed
 */
public record ReadOptions(LogPlace start, SortedMap<Integer, Long> resume) {
  /** Key of the place. */
  public static final String START = "start";

  private static final String RESUME = "resume";

  public ReadOptions {
    resume = Collections.unmodifiableSortedMap(new TreeMap<>(resume));
  }

  /** A reader that begins. */
  public static ReadOptions startingAt(LogPlace start) {
    return new ReadOptions(start, Collections.emptySortedMap());
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException an option is not known, is missing or can't be read
   */
  public static ReadOptions parse(String text) {
    LogPlace start = null;
    SortedMap<Integer, Long> resume = new TreeMap<>();
    for (String option : text.split("&", -1)) {
      int at = option.indexOf('=');
      String key = at < 0 ? option : option.substring(0, at);
      String value = option.substring(at + 1);
      switch (key) {
        case START -> start = LogPlace.parse(value);
        case RESUME -> resume.putAll(offsets(value));
        default ->
            throw new IllegalArgumentException("unknown option '" + key + "'; known is " + START);
      }
    }
    if (start == null) {
      throw new IllegalArgumentException("the option " + START + " is missing");
    }
    return new ReadOptions(start, resume);
  }

  private static Map<Integer, Long> offsets(String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      try {
        int partition = Integer.parseUnsignedInt(pair.substring(0, Math.max(0, colon)));
        long offset = Long.parseUnsignedLong(pair.substring(colon + 1));
        if (partition >= 0 && offset >= 0) {
          offsets.put(partition, offset);
          continue;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(badResume(pair), e);
      }
      throw new IllegalArgumentException(badResume(pair));
    }
    return offsets;
  }

  private static String badResume(String pair) {
    return RESUME + ": expected partition:offset, got '" + pair + "'";
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    String place = START + "=" + start;
    if (resume.isEmpty()) {
      return place;
    }
    return resume.entrySet().stream()
        .map(offset -> offset.getKey() + ":" + offset.getValue())
        .collect(Collectors.joining(",", place + "&" + RESUME + "=", ""));
  }
}
