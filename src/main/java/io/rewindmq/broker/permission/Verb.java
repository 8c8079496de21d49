// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done with a queue or a topic. */
public enum Verb {
  SEND,
  /** Receive from a queue, subscribe to a topic, end a durable subscription. */
  CONSUME,
  /** Look at what waits in a queue. */
  BROWSE,
  /** Make it, by using its name or by administration. */
  CREATE,
  /** Change its settings, delete it. */
  MANAGE,
  /** Rewind its groups, read its history. */
  REPLAY;

  /** As people write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The verb that people write so.
   *
   * @throws IllegalArgumentException there is none; the message names all
   */
  public static Verb ofText(String text) {
    for (Verb verb : values()) {
      if (verb.text().equals(text)) {
        return verb;
      }
    }
    throw new IllegalArgumentException(
        "expected a verb, one of "
            + Arrays.stream(values()).map(Verb::text).collect(Collectors.joining(", "))
            + "; got \""
            + text
            + "\"");
  }
}
