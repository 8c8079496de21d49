// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.protocol.LogPlace;
import io.rewindmq.shard.RewindTarget;

/** From places as people write them to places as the shard takes them. */
public final class RewindPlaces {
  /** What {@link #parse} reads, for texts. */
  public static final String EXPECTED = LogPlace.EXPECTED;

  private RewindPlaces() {}

  /**
   * Reads a place.
   *
   * @param nowMillis what a duration is counted back from
   * @throws IllegalArgumentException it is none; the text says what was expected
   */
  public static RewindTarget parse(String text, long nowMillis) {
    return target(LogPlace.parse(text), nowMillis);
  }

  /**
   * The shard's word for a place.
   *
   * @param nowMillis what a duration is counted back from
   */
  public static RewindTarget target(LogPlace place, long nowMillis) {
    return switch (place) {
      case LogPlace.Earliest p -> new RewindTarget.Earliest();
      case LogPlace.Latest p -> new RewindTarget.Latest();
      case LogPlace.AtOffset p -> new RewindTarget.ToOffset(p.offset());
      case LogPlace.AtInstant p -> new RewindTarget.ToInstant(p.millis());
      case LogPlace.Back p -> new RewindTarget.ToInstant(nowMillis - p.millis());
    };
  }
}
