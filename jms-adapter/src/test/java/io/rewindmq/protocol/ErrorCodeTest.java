// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** In order of number, from 1. Only ever appended to. */
  private static final List<String> RELEASED =
      List.of(
          "PROTOCOL_ERROR",
          "VERSION_UNSUPPORTED",
          "FRAME_TOO_LARGE",
          "MESSAGE_TOO_LARGE",
          "AUTHENTICATION_FAILED",
          "NOT_AUTHORIZED",
          "CLIENT_ID_IN_USE",
          "CLIENT_ID_REQUIRED",
          "ILLEGAL_STATE",
          "DESTINATION_NOT_FOUND",
          "DESTINATION_INVALID",
          "DESTINATION_IN_USE",
          "SUBSCRIPTION_NOT_FOUND",
          "SUBSCRIPTION_IN_USE",
          "SUBSCRIPTION_MISMATCH",
          "SELECTOR_INVALID",
          "TRANSACTION_ROLLED_BACK",
          "TRANSACTION_UNKNOWN",
          "DISK_FULL",
          "STORAGE_FAILED",
          "CORRUPT_DATA",
          "MESSAGE_CORRUPT",
          "UNAVAILABLE",
          "NOT_PRIMARY",
          "EPOCH_STALE",
          "LIMIT_REACHED",
          "UNSUPPORTED",
          "INTERNAL_ERROR",
          "TEMPORARY_NOT_OWNED",
          "OPTION_UNKNOWN",
          "REPLAY_FORBIDDEN",
          "CLOSED_BY_OPERATOR");

  @Test
  void numbersAreStable() {
    for (int i = 0; i < RELEASED.size(); i++) {
      ErrorCode code = ErrorCode.of(i + 1);
      assertThat(code.name()).isEqualTo(RELEASED.get(i));
      assertThat(code.number()).isEqualTo(i + 1);
    }
    assertThat(ErrorCode.values()).hasSameSizeAs(RELEASED);
  }

  @Test
  void unknownNumbersAreInternalErrors() {
    assertThat(ErrorCode.of(0)).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(ErrorCode.of(65535)).isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void everyCodeHasItsText() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::defaultText))
        .doesNotHaveDuplicates()
        .noneMatch(String::isBlank);
  }

  @Test
  void retryableAreThoseThatTimeOrAnotherBrokerCanHeal() {
    assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::isRetryable))
        .containsExactly(
            ErrorCode.DISK_FULL,
            ErrorCode.STORAGE_FAILED,
            ErrorCode.MESSAGE_CORRUPT,
            ErrorCode.UNAVAILABLE,
            ErrorCode.NOT_PRIMARY,
            ErrorCode.EPOCH_STALE,
            ErrorCode.LIMIT_REACHED);
  }
}
