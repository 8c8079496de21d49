// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rewindmq.broker.message.StoredMessage;
import io.rewindmq.shard.move.PendingKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message. What it does not have is left out.
 *
 * @param place in JSON its fields stand beside {@code properties}
 * @param headers in JSON its fields stand beside {@code properties}
 * @param properties by name
 * @param propertyTypes the type of each as JMS has it, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageRow(
    @JsonUnwrapped Place place,
    @JsonUnwrapped Headers headers,
    Map<String, @Nullable Object> properties,
    Map<String, String> propertyTypes,
    BodyRow body) {

  /**
   * Where it is.
   *
   * @param appended when it got its offset, in UTC
   * @param state {@code available}, {@code in-flight}, {@code delayed} or {@code leaving}, where a
   *     group was asked
   * @param deliveries how often it was or may have been delivered, where a group was asked
   * @param parts how many offsets it takes, if more than one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Place(
      int partition,
      long offset,
      @Nullable String appended,
      @Nullable String state,
      @Nullable Integer deliveries,
      @Nullable Integer parts) {
    static Place of(StoredMessage.Facts facts) {
      PendingKind kind = facts.kind();
      return new Place(
          facts.partition(),
          facts.offset(),
          Times.text(facts.appendMillis()),
          kind == null ? null : kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          kind == null ? null : facts.deliveries(),
          facts.parts() == 1 ? null : facts.parts());
    }
  }

  /**
   * Its header; times in UTC.
   *
   * @param delivery when it becomes due, if that was said
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Headers(
      @Nullable String messageId,
      @Nullable String timestamp,
      boolean persistent,
      int priority,
      @Nullable String expiration,
      @Nullable String delivery,
      @JsonUnwrapped Labels labels) {
    static Headers of(StoredMessage message) {
      return new Headers(
          message.messageId(),
          Times.text(message.timestamp()),
          message.isPersistent(),
          message.priority(),
          Times.text(message.expiration()),
          Times.text(message.deliveryTime()),
          new Labels(message.correlationId(), message.type(), message.replyTo()));
    }
  }

  /**
   * What applications write into the header.
   *
   * @param replyTo as {@code queue://NAME}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Labels(@Nullable String correlationId, @Nullable String type, @Nullable String replyTo) {}

  static MessageRow of(StoredMessage message) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    message
        .properties()
        .forEach(
            (name, value) -> {
              properties.put(name, TypedValues.toJson(value));
              types.put(name, TypedValues.typeOf(value));
            });
    return new MessageRow(
        Place.of(message.facts()),
        Headers.of(message),
        properties,
        types,
        BodyRow.of(message.body()));
  }
}
