// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private record Item(long sequence, int bytes) implements SendQueue.Numbered {}

  private final SendQueue<Item> queue = new SendQueue<>();

  @BeforeEach
  void fill() {
    for (int sequence = 1; sequence <= 5; sequence++) {
      queue.add(new Item(sequence, sequence * 10));
    }
  }

  private List<Long> answered(long first, long last) {
    List<Long> sequences = new ArrayList<>();
    queue.answered(first, last, item -> sequences.add(item.sequence()));
    return sequences;
  }

  private List<Long> waiting() {
    List<Long> sequences = new ArrayList<>();
    queue.all().forEach(item -> sequences.add(item.sequence()));
    return sequences;
  }

  @Test
  void countsMessagesAndBytes() {
    assertThat(queue.size()).isEqualTo(5);
    assertThat(queue.bytes()).isEqualTo(150);
  }

  @Test
  void answersInTheMiddleLeaveTheOthersInOrder() {
    assertThat(answered(2, 3)).containsExactly(2L, 3L);
    assertThat(waiting()).containsExactly(1L, 4L, 5L);
    assertThat(queue.bytes()).isEqualTo(100);
  }

  @Test
  void answersMayReachBeyondWhatWaits() {
    assertThat(answered(0, 2)).containsExactly(1L, 2L);
    assertThat(answered(5, 99)).containsExactly(5L);
    assertThat(waiting()).containsExactly(3L, 4L);
  }

  @Test
  void secondAnswerIsForNobody() {
    answered(1, 5);
    assertThat(answered(1, 5)).isEmpty();
    assertThat(queue.size()).isZero();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void clearForgets() {
    queue.clear();
    assertThat(waiting()).isEmpty();
    assertThat(queue.bytes()).isZero();
  }
}
