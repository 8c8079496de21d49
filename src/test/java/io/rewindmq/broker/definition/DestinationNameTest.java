// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationNameTest {
  @Test
  void takesWhatPeopleCallTheirQueues() throws RefusedException {
    assertThat(DestinationName.parse("orders")).isEqualTo("orders");
    assertThat(DestinationName.parse("a/b.c:d é")).isEqualTo("a/b.c:d é");
    assertThat(DestinationName.parse("orders?")).isEqualTo("orders");
  }

  @Test
  void refusesUnknownOptions() {
    assertRefused("orders?start=yesterday", ErrorCode.OPTION_UNKNOWN, "start=yesterday");
  }

  @Test
  void refusesWhatIsNoName() {
    assertRefused(null, ErrorCode.DESTINATION_INVALID, "name");
    assertRefused("", ErrorCode.DESTINATION_INVALID, "characters");
    assertRefused("?x=1", ErrorCode.DESTINATION_INVALID, "characters");
    assertRefused("a\nb", ErrorCode.DESTINATION_INVALID, "control");
    assertRefused("x".repeat(1001), ErrorCode.DESTINATION_INVALID, "1000");
  }

  @Test
  void nameWithoutOptionsHasNoQuestionMarkAndNoHalfCharacters() throws RefusedException {
    DestinationName.check("\uD83D\uDE00");
    for (String name : new String[] {"a?", "a?b=c", "\uD83D", "\uDE00\uD83D"}) {
      assertThatThrownBy(() -> DestinationName.check(name)).isInstanceOf(RefusedException.class);
    }
  }

  private static void assertRefused(@Nullable String name, ErrorCode code, String text) {
    assertThatThrownBy(() -> DestinationName.parse(name))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.text()).contains(text);
            });
  }
}
