// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names properties may have, and those with a meaning of their own. */
public final class PropertyNames {
  /** How often the message was delivered, this time included; on every received message. */
  public static final String DELIVERY_COUNT = "JMSXDeliveryCount";

  public static final String GROUP_ID = "JMSXGroupID";
  public static final String GROUP_SEQUENCE = "JMSXGroupSeq";

  /** True on the first message that a consumer gets of a message group; else absent. */
  public static final String GROUP_FIRST = "JMSXGroupFirstForConsumer";

  /** Which rewind brought the message back; on replayed messages only. */
  public static final String REPLAY_ID = "JMS_RewindMQ_ReplayId";

  private static final String OWN_PREFIX = "JMS_RewindMQ_";

  /** As they are written in the specification: names are case-sensitive. */
  private static final Set<String> RESERVED =
      Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

  private static final Set<String> HEADER_FIELDS =
      Set.of(
          "JMSDestination",
          "JMSDeliveryMode",
          "JMSMessageID",
          "JMSTimestamp",
          "JMSCorrelationID",
          "JMSReplyTo",
          "JMSRedelivered",
          "JMSType",
          "JMSExpiration",
          "JMSDeliveryTime",
          "JMSPriority");

  private PropertyNames() {}

  /**
   * Lets only identifiers of the selector language pass.
   *
   * @throws IllegalArgumentException the name is null, empty, no Java identifier, a reserved word
   *     of selectors in capitals, or a header field
   */
  static String checked(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a property needs a name, got " + quoted(name));
    }
    if (!isIdentifier(name)) {
      throw new IllegalArgumentException(
          "a property's name must be a Java identifier and no reserved word of selectors, got "
              + quoted(name));
    }
    if (isHeaderField(name)) {
      throw new IllegalArgumentException(name + " is a header field, not a property");
    }
    return name;
  }

  static boolean isHeaderField(String name) {
    return HEADER_FIELDS.contains(name);
  }

  /** True for what the receiving side sets itself; a sender's value goes nowhere. */
  static boolean isSetOnReceive(String name) {
    return name.startsWith("JMS")
        && (name.equals(DELIVERY_COUNT) || name.equals(GROUP_FIRST) || name.startsWith(OWN_PREFIX));
  }

  private static boolean isIdentifier(String name) {
    if (!Character.isJavaIdentifierStart(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!Character.isJavaIdentifierPart(name.charAt(i))) {
        return false;
      }
    }
    return name.length() > 7 || !RESERVED.contains(name);
  }

  private static String quoted(@Nullable String name) {
    return name == null ? "null" : "'" + name + "'";
  }
}
