// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {
  private static final DestinationSettings SOME =
      new DestinationSettings(
          1,
          2,
          true,
          new DeliveryPolicy(3, 4, 105, 6, "dead", "late"),
          new BacklogLimit(7, BacklogPolicy.FAIL));
  private static final DestinationSettings OTHER =
      new DestinationSettings(
          11,
          12,
          false,
          new DeliveryPolicy(13, 14, 115, 16, null, "old"),
          new BacklogLimit(17, BacklogPolicy.DEAD_LETTER_OLDEST));

  @ParameterizedTest
  @EnumSource(Setting.class)
  void isTakenOverAloneAndWithItsValue(Setting setting) {
    DestinationSettings changed = SOME.with(Set.of(setting), OTHER);

    Set<Setting> different = new HashSet<>(EnumSet.allOf(Setting.class));
    different.removeIf(any -> Objects.equals(any.valueIn(changed), any.valueIn(SOME)));
    assertThat(different).containsExactly(setting);
    assertThat(setting.valueIn(changed)).isEqualTo(setting.valueIn(OTHER));
  }

  @Test
  void setsAreKeptAsBits() {
    for (int bits = 0; bits < 1 << Setting.values().length; bits++) {
      assertThat(Setting.bits(Setting.ofBits(bits))).isEqualTo(bits);
    }
    assertThatThrownBy(() -> Setting.ofBits(1 << Setting.values().length))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Setting.bits(EnumSet.of(Setting.RETENTION_MILLIS, Setting.EXPIRY_QUEUE)))
        .isEqualTo(0b1_0000_0001); // as journals have it
  }

  @Test
  void changeSaysAndResetsAndLeavesTheRest() {
    SettingsChange change =
        new SettingsChange(Set.of(Setting.DELIVERIES_MAX), OTHER, Set.of(Setting.EXPIRY_QUEUE));
    Set<Setting> own = Set.of(Setting.EXPIRY_QUEUE, Setting.REDELIVERY_DELAY_MILLIS);

    assertThat(change.ownAfter(own))
        .containsExactlyInAnyOrder(Setting.DELIVERIES_MAX, Setting.REDELIVERY_DELAY_MILLIS);
    assertThat(change.after(SOME, own, DestinationSettings.DEFAULT))
        .isEqualTo(
            DestinationSettings.DEFAULT
                .with(Set.of(Setting.DELIVERIES_MAX), OTHER)
                .with(Set.of(Setting.REDELIVERY_DELAY_MILLIS), SOME));
  }
}
