// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JournalOptionsTest {
  private static final int MIB = 1 << 20;

  @Test
  void defaults() {
    assertThat(JournalOptions.defaults())
        .isEqualTo(new JournalOptions(64 * MIB, 64L * MIB, MIB, 8 * MIB, 2));
    assertThat(JournalOptions.defaults().payloadBytesMax()).isEqualTo(64 * MIB - 4096 - 134);
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new JournalOptions(1000, 1 << 20, 1 << 20, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("segmentBytes: expected 65536 to 1073741824, got 1000");
    assertThatThrownBy(() -> new JournalOptions(64 << 10, 1 << 20, 100, 0, 1))
        .hasMessageContaining("chunkBytes");
    assertThatThrownBy(() -> new JournalOptions(64 << 10, 100, 4096, 0, 1))
        .hasMessageContaining("tailCacheBytes");
    assertThatThrownBy(() -> new JournalOptions(64 << 10, 4096, 4096, 17 << 10, 1))
        .hasMessageContaining("reserveBytes");
    assertThatThrownBy(() -> new JournalOptions(64 << 10, 4096, 4096, 0, 0))
        .hasMessageContaining("spareSegments");
  }
}
