// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "Earliest, earliest",
    "LATEST, latest",
    "007, 7",
    "2026-11-20T11:00:00+01:00, 2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00.5Z, 2026-11-20T10:00:00.500Z",
    "-PT90M, -PT1H30M",
    "-P1D, -PT24H",
    "-PT0S, -PT0S",
  })
  void readsPlacesAndWritesThemInOneWay(String text, String written) {
    LogPlace place = LogPlace.parse(" " + text + " ");

    assertThat(place).hasToString(written);
    assertThat(LogPlace.parse(written)).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "1.5",
        "99999999999999999999",
        "PT1H",
        "-PT-1H",
        "-P366000D",
        "-P99999999999999999D",
        "2026-11-20",
        "+1000000000-12-31T23:59:59Z"
      })
  void saysWhatAPlaceIs(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogPlace.parse(text))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining(LogPlace.EXPECTED);
  }

  @Test
  void readsWhatItWrites() {
    ReadOptions options =
        new ReadOptions(new LogPlace.Earliest(), new TreeMap<>(Map.of(3, 0L, 0, 17L)));

    assertThat(options).hasToString("start=earliest&resume=0:17,3:0");
    assertThat(ReadOptions.parse(options.toString())).isEqualTo(options);
    assertThat(ReadOptions.parse("start=5"))
        .isEqualTo(ReadOptions.startingAt(new LogPlace.AtOffset(5)))
        .hasToString("start=5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start",
        "start=x",
        "begin=earliest",
        "start=1&more=2",
        "resume=0:1",
        "start=1&resume=",
        "start=1&resume=0",
        "start=1&resume=0:-1",
        "start=1&resume=-1:0",
        "start=1&resume=4294967295:0",
        "start=1&resume=0:18446744073709551615",
        "start=1&resume=a:b"
      })
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.parse(text));
  }
}
