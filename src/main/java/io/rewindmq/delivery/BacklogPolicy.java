// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What becomes of sends to a destination whose backlog is at its limit. */
public enum BacklogPolicy {
  /** They wait, and are refused if there is no room for a while. */
  BLOCK(1, "block"),
  /** They are refused. */
  FAIL(2, "fail"),
  /** They are taken, and the oldest messages become dead letters. */
  DEAD_LETTER_OLDEST(3, "dead-letter-oldest");

  private final int code;
  private final String text;

  BacklogPolicy(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The number in the journal. */
  public int code() {
    return code;
  }

  /** The name that people use. */
  public String text() {
    return text;
  }

  /**
   * The policy with that number.
   *
   * @throws IllegalArgumentException there is none
   */
  public static BacklogPolicy ofCode(int code) {
    for (BacklogPolicy policy : values()) {
      if (policy.code == code) {
        return policy;
      }
    }
    throw new IllegalArgumentException("unknown backlog policy " + code);
  }

  /**
   * The policy of that name.
   *
   * @throws IllegalArgumentException there is none
   */
  public static BacklogPolicy ofText(String text) {
    for (BacklogPolicy policy : values()) {
      if (policy.text.equals(text)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "backlogPolicy must be "
            + Arrays.stream(values()).map(BacklogPolicy::text).collect(Collectors.joining(", "))
            + ", not "
            + text);
  }
}
