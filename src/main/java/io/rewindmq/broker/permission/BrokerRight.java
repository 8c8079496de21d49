// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done with the broker as a whole. */
public enum BrokerRight {
  /**
   * See everything that administrators see: destinations, groups, connections, users, roles, the
   * audit, settings, metrics. Not the content of messages.
   */
  MONITOR,
  /** End connections and consumers of clients. */
  CONNECTIONS,
  /** Have the server read its certificates again. */
  OPERATE,
  /** Change users and roles: whoever has it can give himself everything. */
  USERS,
  /** Copy everything: all messages, and the hashes of all passwords. */
  BACKUP;

  /** As people write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The right that people write so.
   *
   * @throws IllegalArgumentException there is none; the message names all
   */
  public static BrokerRight ofText(String text) {
    for (BrokerRight right : values()) {
      if (right.text().equals(text)) {
        return right;
      }
    }
    throw new IllegalArgumentException(
        "expected a right, one of "
            + Arrays.stream(values()).map(BrokerRight::text).collect(Collectors.joining(", "))
            + "; got \""
            + text
            + "\"");
  }
}
