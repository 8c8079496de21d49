// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.message.MessageIds.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdsTest {
  @Test
  void derivesTheTextAndReadsItBack() {
    assertThat(MessageIds.text(0xab, 2, 3)).isEqualTo("ID:rw-00000000000000ab-2-3");
    assertThat(MessageIds.text(-1, -1, Long.MAX_VALUE))
        .isEqualTo("ID:rw-ffffffffffffffff-18446744073709551615-9223372036854775807");
    for (long value : new long[] {0, 1, 42, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      assertThat(MessageIds.parse(MessageIds.text(value, value, value)))
          .contains(new Origin(value, value, value));
    }
  }

  @Test
  void writesTheSameText() {
    ByteBuffer bytes = ByteBuffer.allocate(MessageIds.BYTES_MAX);
    for (long value :
        new long[] {0, 1, 9, 10, 99, 100, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      for (long other : new long[] {0, 7, Long.MIN_VALUE, -1}) {
        MessageIds.write(bytes, value, other, value);
        assertThat(StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString())
            .isEqualTo(MessageIds.text(value, other, value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ID:rw-",
        "ID:other-1-2-3",
        "ID:rw-ab-2-3",
        "ID:rw-00000000000000AB-2-3",
        "ID:rw-00000000000000ab-2",
        "ID:rw-00000000000000ab-2-3-4",
        "ID:rw-00000000000000ab-02-3",
        "ID:rw-00000000000000ab--2-3",
        "ID:rw-00000000000000ab-99999999999999999999-3",
        " ID:rw-00000000000000ab-2-3"
      })
  void readsNothingElse(String text) {
    assertThat(MessageIds.parse(text)).isEmpty();
  }
}
