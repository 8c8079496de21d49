// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementCursorTest {
  private final MessageWriter writer = new MessageWriter(4096);

  @Test
  void walksElementsWhereverTheyLie() {
    ByteBuffer elements = elements(3);
    ByteBuffer shifted =
        ByteBuffer.allocateDirect(elements.remaining() + 12).position(7).put(elements.duplicate());
    shifted.position(7).limit(7 + elements.remaining());

    assertThat(sequences(elements)).containsExactly(1L, 2L, 3L);
    assertThat(sequences(elements.asReadOnlyBuffer())).containsExactly(1L, 2L, 3L);
    assertThat(sequences(shifted)).containsExactly(1L, 2L, 3L);
    assertThat(shifted.position()).isEqualTo(7);
    assertThat(shifted.limit()).isEqualTo(7 + elements.remaining());
  }

  @Test
  void isUsedAgain() {
    ElementCursor cursor = new ElementCursor();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.over(elements(1)).next()).isTrue();
    assertThat(cursor.over(elements(2)).next()).isTrue();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void refusesLengthsOutsideTheBuffer() {
    ByteBuffer elements = elements(1);
    int length = elements.getInt(0);
    for (int wrong : new int[] {0, 69, length + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      elements.putInt(0, wrong);
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(new ElementCursor().over(elements)::next)
          .withMessage("element: expected a length of 70 to " + length + ", got " + wrong);
    }
  }

  @Test
  void saysWhichChecksumItExpected() {
    ByteBuffer elements = elements(1);
    elements.putInt(4, 0xCAFEBABE);
    ElementCursor cursor = new ElementCursor().over(elements);
    assertThat(cursor.next()).isTrue();

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(cursor::verify)
        .withMessageMatching("checksum: expected 0xcafebabe, computed 0x[0-9a-f]+");
  }

  @Test
  void costsNoMemoryPerElement() {
    int count = 1000;
    ByteBuffer heap = elements(count);
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining()).put(heap.duplicate()).flip();
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ElementCursor cursor = new ElementCursor();
    MessageView view = new MessageView();
    for (ByteBuffer elements : List.of(heap, direct)) {
      assertThat(sum(cursor, view, elements)).isEqualTo(count * (count + 1L) / 2);
      long before = memory.getCurrentThreadAllocatedBytes();
      long again = sum(cursor, view, elements);
      long took = memory.getCurrentThreadAllocatedBytes() - before;

      assertThat(again).isPositive();
      assertThat(took).isLessThan(count);
    }
  }

  private static long sum(ElementCursor cursor, MessageView view, ByteBuffer elements) {
    long sum = 0;
    cursor.over(elements);
    while (cursor.next()) {
      cursor.verify();
      sum += view.at(elements, cursor.messageAt()).sequence();
    }
    return sum;
  }

  private static List<Long> sequences(ByteBuffer elements) {
    List<Long> sequences = new ArrayList<>();
    ElementCursor cursor = new ElementCursor().over(elements);
    while (cursor.next()) {
      cursor.verify();
      MessageView slice = new MessageView().at(cursor.message());
      MessageView inPlace = new MessageView().at(elements, cursor.messageAt());
      assertThat(inPlace.body()).isEqualTo(slice.body());
      sequences.add(inPlace.sequence());
    }
    return sequences;
  }

  private ByteBuffer elements(int count) {
    ByteBuffer elements = ByteBuffer.allocate(200 * count);
    for (int i = 1; i <= count; i++) {
      GoldenElements.plain(writer, 1, 4, BodyType.BYTES, 0, i)
          .i64(i)
          .bytes(new byte[i % 50], 0, i % 50);
      elements.put(writer.finish());
    }
    return elements.flip().slice();
  }
}
