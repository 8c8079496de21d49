// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Exit codes are documented, so they stay. */
class ExitCodeTest {
  @Test
  void numbersStay() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void findsTheCodeWhereverTheFailureIsWrapped() {
    StartFailure failure = new StartFailure(ExitCode.DAMAGED, "damaged");

    assertThat(ExitCode.of(null)).isEqualTo(ExitCode.OK);
    assertThat(ExitCode.of(new IllegalStateException(new RuntimeException(failure))))
        .isEqualTo(ExitCode.DAMAGED);
    assertThat(ExitCode.of(new IllegalStateException("else"))).isEqualTo(ExitCode.FAILED);
  }
}
