// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.shard.RewindTarget;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places a group may be rewound to. */
class RewindPlaceTest {
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

  @Test
  void readsEveryKindOfPlace() {
    assertThat(RewindPlace.parse("earliest", NOW)).isEqualTo(new RewindTarget.Earliest());
    assertThat(RewindPlace.parse(" Latest ", NOW)).isEqualTo(new RewindTarget.Latest());
    assertThat(RewindPlace.parse("42", NOW)).isEqualTo(new RewindTarget.ToOffset(42));
    assertThat(RewindPlace.parse("2026-11-20T11:00:00Z", NOW))
        .isEqualTo(at("2026-11-20T11:00:00Z"));
    assertThat(RewindPlace.parse("2026-11-20T11:00:00+01:00", NOW))
        .isEqualTo(at("2026-11-20T10:00:00Z"));
    assertThat(RewindPlace.parse("-PT1H", NOW)).isEqualTo(at("2026-11-20T11:00:00Z"));
    assertThat(RewindPlace.parse("-P1DT30M", NOW)).isEqualTo(at("2026-11-19T11:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "-1",
        "1.5",
        "99999999999999999999",
        "PT1H",
        "-P99999999999999999D",
        "2026-11-20",
        "2026-11-20T11:00:00",
        "+1000000000-12-31T23:59:59Z"
      })
  void saysWhatIsExpectedOfAnythingElse(String text) {
    assertThatThrownBy(() -> RewindPlace.parse(text, NOW))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("expected \"earliest\"");
  }

  private static RewindTarget at(String instant) {
    return new RewindTarget.ToInstant(Instant.parse(instant).toEpochMilli());
  }
}
