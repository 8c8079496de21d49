// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RunBytesTest {
  @Test
  void slicesEveryPartOfEveryTinyRun() {
    for (int count = 1; count <= 4; count++) {
      RunBytes run = TestRuns.run(100, count, 7, 5);
      for (int from = 0; from < count; from++) {
        for (int max = 1; max <= count + 1; max++) {
          int expected = Math.min(max, count - from);
          RunBytes part = run.slice(100 + from, max, Integer.MAX_VALUE);
          assertThat(part).isEqualTo(TestRuns.run(100 + from, expected, 7, 5));
        }
      }
    }
  }

  @Test
  void slicesByBytesButGivesOneMessageAlways() {
    RunBytes run = TestRuns.run(0, 10, 7, 28); // 100 bytes each
    assertThat(run.slice(2, 10, 0).count()).isEqualTo(1);
    assertThat(run.slice(2, 10, 299).count()).isEqualTo(2);
    assertThat(run.slice(2, 10, 300).count()).isEqualTo(3);
    assertThat(run.slice(2, 10, 300)).isEqualTo(TestRuns.run(2, 3, 7, 28));
  }

  @Test
  void refusesOffsetsOutsideTheRun() {
    RunBytes run = TestRuns.run(5, 2, 7, 0);
    assertThatThrownBy(() -> run.slice(4, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> run.slice(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFlippedBitOfAnElementIsNoticed() {
    ByteBuffer elements = TestRuns.run(0, 3, 7, 3).elements();
    assertThat(Elements.verify(elements, 3)).isNull();
    for (int bit = 0; bit < elements.limit() * 8; bit++) {
      flip(elements, bit);
      Elements.Damage damage = Elements.verify(elements, 3);
      assertThat(Objects.requireNonNull(damage).index()).isEqualTo(bit / 8 / 75);
      flip(elements, bit);
    }
  }

  private static void flip(ByteBuffer bytes, int bit) {
    bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
  }

  @Test
  void aWrongCountIsNoticed() {
    ByteBuffer elements = TestRuns.run(0, 3, 7, 0).elements();
    assertThat(Elements.verify(elements, 2)).isNotNull();
    assertThat(Elements.verify(elements, 4)).isNotNull();
  }

  @Test
  void valuesCheckTheirRanges() {
    assertThatThrownBy(() -> new Offset(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Epoch(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JournalPosition(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartitionKey(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Run(0, 2, 0, 0, 143)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Run(3, 2, 0, 10, 144).endPosition()).isEqualTo(154);
    assertThat(new Run(3, 2, 0, 10, 144).dropped().isDropped()).isTrue();
    assertThat(new OperationId(1, 2)).hasToString("00000000-0000-0001-0000-000000000002");
  }
}
