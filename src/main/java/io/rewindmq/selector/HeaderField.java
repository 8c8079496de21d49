// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names a selector may use that are not looked up among a message's properties. */
public enum HeaderField {
  /** {@code 'PERSISTENT'} or {@code 'NON_PERSISTENT'}. */
  DELIVERY_MODE("JMSDeliveryMode", ValueType.TEXT),
  /** 0 to 9. */
  PRIORITY("JMSPriority", ValueType.NUMBER),
  /** Null if the sender disabled it. */
  MESSAGE_ID("JMSMessageID", ValueType.TEXT),
  /** Milliseconds since 1970, 0 if the sender disabled it. */
  TIMESTAMP("JMSTimestamp", ValueType.NUMBER),
  /** May be null. */
  CORRELATION_ID("JMSCorrelationID", ValueType.TEXT),
  /** May be null. */
  TYPE("JMSType", ValueType.TEXT),
  /** What the receiver would see, from 1; kept by the group, not by the message. */
  DELIVERY_COUNT("JMSXDeliveryCount", ValueType.NUMBER);

  private static final Map<String, HeaderField> BY_NAME = new HashMap<>();

  static {
    for (HeaderField field : values()) {
      BY_NAME.put(field.jmsName, field);
    }
  }

  private final String jmsName;
  private final ValueType type;

  HeaderField(String jmsName, ValueType type) {
    this.jmsName = jmsName;
    this.type = type;
  }

  /** Null for the name of a property. */
  public static @Nullable HeaderField of(String name) {
    return BY_NAME.get(name);
  }

  /** Whether a name is neither one of these nor one that a property may have. */
  static boolean isForbidden(String name) {
    return name.startsWith("JMS")
        && !name.startsWith("JMSX")
        && !name.startsWith("JMS_")
        && of(name) == null;
  }

  ValueType type() {
    return type;
  }
}
