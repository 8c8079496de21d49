// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static java.util.Objects.requireNonNullElse;

import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A destination's own settings; null where it follows the broker's default. */
@Embeddable
class SettingsColumns {
  @Column(name = "retention_millis")
  private @Nullable Long retentionMillis;

  @Column(name = "retention_bytes")
  private @Nullable Long retentionBytes;

  @Column(name = "replay_allowed")
  private @Nullable Boolean replayAllowed;

  @Column(name = "deliveries_max")
  private @Nullable Integer deliveriesMax;

  @Column(name = "redelivery_delay_millis")
  private @Nullable Long redeliveryDelayMillis;

  @Column(name = "redelivery_factor_percent")
  private @Nullable Integer redeliveryFactorPercent;

  @Column(name = "redelivery_delay_millis_max")
  private @Nullable Long redeliveryDelayMillisMax;

  @Column(name = "dead_letter_queue", length = RowKey.NAME_CHARS_MAX)
  private @Nullable String deadLetterQueue;

  @Column(name = "expiry_queue", length = RowKey.NAME_CHARS_MAX)
  private @Nullable String expiryQueue;

  @Column(name = "backlog_bytes_max")
  private @Nullable Long backlogBytesMax;

  @Column(name = "backlog_policy", length = 32)
  private @Nullable String backlogPolicy;

  /** For Hibernate. */
  protected SettingsColumns() {}

  static SettingsColumns of(DestinationDefinition definition) {
    Set<Setting> own = definition.own();
    DestinationSettings settings = definition.settings();
    DeliveryPolicy policy = settings.policy();
    SettingsColumns columns = new SettingsColumns();
    columns.retentionMillis = own(own, Setting.RETENTION_MILLIS, settings.retentionMillis());
    columns.retentionBytes = own(own, Setting.RETENTION_BYTES, settings.retentionBytes());
    columns.replayAllowed = own(own, Setting.REPLAY_ALLOWED, settings.replayAllowed());
    columns.deliveriesMax = own(own, Setting.DELIVERIES_MAX, policy.deliveriesMax());
    columns.redeliveryDelayMillis =
        own(own, Setting.REDELIVERY_DELAY_MILLIS, policy.redeliveryDelayMillis());
    columns.redeliveryFactorPercent =
        own(own, Setting.REDELIVERY_FACTOR_PERCENT, policy.redeliveryFactorPercent());
    columns.redeliveryDelayMillisMax =
        own(own, Setting.REDELIVERY_DELAY_MILLIS_MAX, policy.redeliveryDelayMillisMax());
    columns.deadLetterQueue = own(own, Setting.DEAD_LETTER_QUEUE, policy.deadLetterQueue());
    columns.expiryQueue = own(own, Setting.EXPIRY_QUEUE, policy.expiryQueue());
    columns.backlogBytesMax = own(own, Setting.BACKLOG_BYTES_MAX, settings.backlog().bytesMax());
    columns.backlogPolicy = own(own, Setting.BACKLOG_POLICY, settings.backlog().policy().text());
    return columns;
  }

  private static <T> @Nullable T own(Set<Setting> own, Setting setting, @Nullable T value) {
    return own.contains(setting) ? value : null;
  }

  /** Where there is a value. */
  Set<Setting> own() {
    Set<Setting> own = EnumSet.noneOf(Setting.class);
    for (Setting setting : Setting.values()) {
      if (column(setting) != null) {
        own.add(setting);
      }
    }
    return own;
  }

  private @Nullable Object column(Setting setting) {
    return switch (setting) {
      case RETENTION_MILLIS -> retentionMillis;
      case RETENTION_BYTES -> retentionBytes;
      case REPLAY_ALLOWED -> replayAllowed;
      case DELIVERIES_MAX -> deliveriesMax;
      case REDELIVERY_DELAY_MILLIS -> redeliveryDelayMillis;
      case REDELIVERY_FACTOR_PERCENT -> redeliveryFactorPercent;
      case REDELIVERY_DELAY_MILLIS_MAX -> redeliveryDelayMillisMax;
      case DEAD_LETTER_QUEUE -> deadLetterQueue;
      case EXPIRY_QUEUE -> expiryQueue;
      case BACKLOG_BYTES_MAX -> backlogBytesMax;
      case BACKLOG_POLICY -> backlogPolicy;
    };
  }

  /**
   * The values there are; in place of others those of {@link DestinationSettings#DEFAULT}.
   *
   * @throws IllegalArgumentException no destination can have them: somebody else wrote them
   */
  DestinationSettings settings() {
    DestinationSettings others = DestinationSettings.DEFAULT;
    DeliveryPolicy policy = others.policy();
    return new DestinationSettings(
        requireNonNullElse(retentionMillis, others.retentionMillis()),
        requireNonNullElse(retentionBytes, others.retentionBytes()),
        requireNonNullElse(replayAllowed, others.replayAllowed()),
        new DeliveryPolicy(
            requireNonNullElse(deliveriesMax, policy.deliveriesMax()),
            requireNonNullElse(redeliveryDelayMillis, policy.redeliveryDelayMillis()),
            requireNonNullElse(redeliveryFactorPercent, policy.redeliveryFactorPercent()),
            requireNonNullElse(redeliveryDelayMillisMax, policy.redeliveryDelayMillisMax()),
            deadLetterQueue,
            expiryQueue),
        new BacklogLimit(
            requireNonNullElse(backlogBytesMax, others.backlog().bytesMax()),
            backlogPolicy == null
                ? others.backlog().policy()
                : BacklogPolicy.ofText(backlogPolicy)));
  }
}
