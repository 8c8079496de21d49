// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses other machines can reach. */
class ExposureTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST, true",
    "127.0.0.1, true",
    "127.9.8.7, true",
    "::1, true",
    "[::1], true",
    "0.0.0.0, false",
    "::, false",
    "10.0.0.7, false",
    "127.0.0.1.example.com, false",
    "localhost.example.com, false",
    "broker-1, false"
  })
  void loopbackIsWhatCertainlyIs(String host, boolean isLoopback) {
    assertThat(Exposure.isLoopback(host)).isEqualTo(isLoopback);
  }

  @Test
  void usersAreNeededWhereOthersReachItUnlessThatIsSaid() {
    assertThat(new Exposure(false, "127.0.0.1", "localhost").needsUsers()).isFalse();
    assertThat(new Exposure(false, "0.0.0.0", "localhost").needsUsers()).isTrue();
    assertThat(new Exposure(false, "127.0.0.1", "0.0.0.0").needsUsers()).isTrue();
    assertThat(new Exposure(true, "0.0.0.0", "0.0.0.0").needsUsers()).isFalse();
    assertThat(new Exposure(true, "0.0.0.0", "localhost").reachable())
        .contains("messaging on 0.0.0.0");
    assertThat(new Exposure(false, "127.0.0.1", "broker-1").reachable())
        .contains("HTTP on broker-1");
  }
}
