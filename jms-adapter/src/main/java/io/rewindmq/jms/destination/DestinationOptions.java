// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.jms.options.NearestNames;
import io.rewindmq.protocol.LogPlace;
import io.rewindmq.protocol.ReadOptions;
import jakarta.jms.InvalidDestinationException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may follow a destination's name after a question mark, as in {@code orders?start=earliest}.
 *
 * <p>Options are for consumers; a producer ignores them. Immutable, any thread.
 *
 * @param start where a consumer begins to read, as {@link LogPlace} writes it: a topic's new
 *     subscription begins there, and a queue's consumer reads the queue's history from there
 *     without taking anything from the queue. Null = not given
 * @param exclusive whether a consumer of a queue or of a shared subscription wants all messages for
 *     itself. Of several, the first gets them and the next takes over when it closes; consumers
 *     that are not exclusive get nothing meanwhile
 */
public record DestinationOptions(@Nullable String start, boolean exclusive)
    implements Serializable {
  /** No options. */
  public static final DestinationOptions NONE = new DestinationOptions(null, false);

  private static final String EXCLUSIVE = "exclusive";
  private static final List<String> KNOWN = List.of(EXCLUSIVE, ReadOptions.START);

  /**
   * Reads {@code option=value[&option=value…]}; of an option given twice, the last counts.
   *
   * @throws InvalidDestinationException an option is not known, or its value can't be read; the
   *     text names what was expected
   */
  static DestinationOptions parse(String text) throws InvalidDestinationException {
    String start = null;
    boolean exclusive = false;
    for (String option : text.split("&", -1)) {
      int at = option.indexOf('=');
      String key = at < 0 ? option : option.substring(0, at);
      String value = at < 0 ? "" : option.substring(at + 1);
      switch (key) {
        case ReadOptions.START -> start = place(value);
        case EXCLUSIVE -> exclusive = isTrue(value);
        default ->
            throw new InvalidDestinationException(
                "unknown destination option '"
                    + key
                    + "'; known are "
                    + String.join(", ", NearestNames.sorted(key, KNOWN)));
      }
    }
    return new DestinationOptions(start, exclusive);
  }

  private static boolean isTrue(String value) throws InvalidDestinationException {
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidDestinationException(
          EXCLUSIVE + ": expected true or false, got '" + value + "'");
    }
    return value.equals("true");
  }

  private static String place(String value) throws InvalidDestinationException {
    try {
      return LogPlace.parse(value).toString();
    } catch (IllegalArgumentException e) {
      InvalidDestinationException failure =
          new InvalidDestinationException(ReadOptions.START + ": " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** What the broker is told when a consumer is opened; null = nothing. */
  public @Nullable ReadOptions toRead() {
    return start == null ? null : ReadOptions.startingAt(LogPlace.parse(start));
  }

  /** With the question mark, as it follows a name; empty when there are none. */
  @Override
  public String toString() {
    String begin = start == null ? "" : ReadOptions.START + "=" + start;
    String alone = exclusive ? EXCLUSIVE + "=true" : "";
    String between = begin.isEmpty() || alone.isEmpty() ? "" : "&";
    String options = begin + between + alone;
    return options.isEmpty() ? "" : "?" + options;
  }
}
