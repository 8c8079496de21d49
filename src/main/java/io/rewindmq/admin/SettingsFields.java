// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A destination's settings in a request: a field that is there is said, null resets it to the
 * broker's default, one that is not there stays.
 */
final class SettingsFields {
  /** Names of all settings. */
  static final List<String> NAMES = Arrays.stream(Setting.values()).map(Setting::text).toList();

  private final JsonFields fields;

  private SettingsFields(JsonFields fields) {
    this.fields = fields;
  }

  /**
   * Reads them.
   *
   * @throws ProblemException 400: a value is of the wrong type or out of its range
   */
  static SettingsChange change(JsonFields fields) {
    return new SettingsFields(fields).change();
  }

  private SettingsChange change() {
    try {
      return new SettingsChange(
          which(name -> fields.has(name) && !fields.isNull(name)), values(), which(fields::isNull));
    } catch (IllegalArgumentException e) {
      throw JsonFields.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Set<Setting> which(Predicate<String> name) {
    return Arrays.stream(Setting.values())
        .filter(setting -> name.test(setting.text()))
        .collect(Collectors.toSet());
  }

  private DestinationSettings values() {
    DestinationSettings others = DestinationSettings.DEFAULT;
    DeliveryPolicy policy = others.policy();
    return new DestinationSettings(
        number(Setting.RETENTION_MILLIS, others.retentionMillis()),
        number(Setting.RETENTION_BYTES, others.retentionBytes()),
        fields.flag(Setting.REPLAY_ALLOWED.text(), others.replayAllowed()),
        new DeliveryPolicy(
            smallNumber(Setting.DELIVERIES_MAX, policy.deliveriesMax()),
            number(Setting.REDELIVERY_DELAY_MILLIS, policy.redeliveryDelayMillis()),
            smallNumber(Setting.REDELIVERY_FACTOR_PERCENT, policy.redeliveryFactorPercent()),
            number(Setting.REDELIVERY_DELAY_MILLIS_MAX, policy.redeliveryDelayMillisMax()),
            queue(Setting.DEAD_LETTER_QUEUE),
            queue(Setting.EXPIRY_QUEUE)),
        new BacklogLimit(
            number(Setting.BACKLOG_BYTES_MAX, others.backlog().bytesMax()),
            backlogPolicy(others.backlog().policy())));
  }

  private BacklogPolicy backlogPolicy(BacklogPolicy byDefault) {
    String name = Setting.BACKLOG_POLICY.text();
    String text = fields.isNull(name) ? null : fields.text(name);
    return text == null ? byDefault : BacklogPolicy.ofText(text);
  }

  private long number(Setting setting, long byDefault) {
    return fields.number(setting.text(), byDefault);
  }

  private int smallNumber(Setting setting, int byDefault) {
    return fields.smallNumber(setting.text(), byDefault);
  }

  private @Nullable String queue(Setting setting) {
    return fields.isNull(setting.text()) ? null : fields.text(setting.text());
  }
}
