// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Parts;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Messages in parts in a {@link DeliveryBuffer}. */
class LargeDeliveryTest {
  private static final long BROKER_EPOCH = 9;
  private static final String TEXT = "a text that came in parts";

  private final DeliveryBuffer buffer = new DeliveryBuffer();
  private final List<ByteBuffer> parts = Parts.elements(TEXT, 4, 11);

  private void add(ByteBuffer... runs) {
    addOf(4, runs);
  }

  private void addOf(int partition, ByteBuffer... runs) {
    int bytes = 0;
    for (ByteBuffer run : runs) {
      bytes += run.remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(bytes);
    for (ByteBuffer run : runs) {
      all.put(run.duplicate());
    }
    buffer.add(new Frame.Deliver(1, 2, 3, partition, runs.length, all.flip()), BROKER_EPOCH);
  }

  private ByteBuffer part(int index) {
    return Parts.run(20 + index, 1, 0, List.of(parts.get(index)));
  }

  private Delivery next() {
    return Objects.requireNonNull(buffer.poll());
  }

  private static String text(Delivery delivery) {
    return StandardCharsets.UTF_8
        .decode(new MessageView().at(delivery.message()).body())
        .toString();
  }

  private void assertFreed(int messages, long bytes) {
    assertThat(buffer.takeFreedMessages()).isEqualTo(messages);
    assertThat(buffer.takeFreedBytes()).isEqualTo(bytes);
  }

  private long bytesOf(int from, int to) {
    return parts.subList(from, to).stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Test
  void isThereWithItsLastPart() {
    for (int i = 0; i < 3; i++) {
      add(part(i));
      assertThat(buffer.isEmpty()).isTrue();
      assertThat(buffer.isInside()).isTrue();
      assertThat(buffer.poll()).isNull();
    }
    add(part(3));
    assertThat(buffer.isEmpty()).isFalse();
    assertThat(buffer.isInside()).isFalse();
    assertThat(buffer.arrived()).isEqualTo(4);

    Delivery delivery = next();
    assertThat(text(delivery)).isEqualTo(TEXT);
    assertThat(delivery.brokerEpoch()).isEqualTo(BROKER_EPOCH);
    assertThat(delivery.groupEpoch()).isEqualTo(3);
    assertThat(delivery.partition()).isEqualTo(4);
    assertThat(delivery.offset()).isEqualTo(20);
    assertThat(delivery.lastOffset()).isEqualTo(23);
    assertThat(delivery.arrivalIndex()).isEqualTo(4);
    assertThat(delivery.isOrphan()).isFalse();
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void hasTheFactsOfItsFirstPart() {
    int flags = RunHeader.FLAG_REDELIVERED | RunHeader.FLAG_GROUP_FIRST;
    add(Parts.run(20, 3, flags, parts.subList(0, 1)), Parts.run(21, 2, 0, parts.subList(1, 4)));
    Delivery delivery = next();
    assertThat(delivery.deliveryCount()).isEqualTo(3);
    assertThat(delivery.flags()).isEqualTo(flags);
  }

  @Test
  void partsLeaveTheWindowAsTheyComeAllButTheLast() {
    add(part(0), part(1));
    assertFreed(2, bytesOf(0, 2));
    assertFreed(0, 0);
    add(part(2), part(3), Deliveries.run(24, 1, 0, "small"));
    assertFreed(1, bytesOf(2, 3));
    assertThat(next().elementBytes()).isEqualTo(bytesOf(3, 4));
    assertFreed(0, 0);
    assertThat(text(next())).isEqualTo("small");
  }

  @Test
  void partsBehindAnotherMessageStayInTheWindowUntilItIsTaken() {
    add(Deliveries.run(19, 1, 0, "small"));
    add(part(0));
    add(part(1));
    assertFreed(0, 0);
    assertThat(buffer.isInside()).isFalse();

    assertThat(text(next())).isEqualTo("small");
    assertFreed(2, bytesOf(0, 2));
    assertThat(buffer.isInside()).isTrue();
    assertThat(buffer.isEmpty()).isTrue();
    add(part(2));
    assertFreed(1, bytesOf(2, 3));
  }

  @Test
  void theNextLargeMessageStaysInTheWindowUntilTheFirstIsTaken() {
    List<ByteBuffer> others = Parts.elements("another text", 3, 15);
    add(part(0), part(1), part(2), part(3), Parts.run(24, 1, 0, others.subList(0, 2)));
    assertFreed(3, bytesOf(0, 3));

    assertThat(text(next())).isEqualTo(TEXT);
    assertThat(buffer.takeFreedMessages()).isEqualTo(2);
    add(Parts.run(26, 1, 0, others.subList(2, 3)));
    assertThat(text(next())).isEqualTo("another text");
  }

  @Test
  void aPartWithoutItsBeginningIsAnOrphan() {
    add(part(2), part(3), Deliveries.run(24, 1, 0, "small"));
    Delivery orphan = next();
    assertThat(orphan.isOrphan()).isTrue();
    assertThat(orphan.offset()).isEqualTo(22);
    assertThat(orphan.lastOffset()).isEqualTo(22);
    assertThat(orphan.arrivalIndex()).isEqualTo(1);
    assertThat(orphan.elementBytes()).isEqualTo(bytesOf(2, 3));
    assertThat(next().isOrphan()).isTrue();
    assertThat(next().isOrphan()).isFalse();
  }

  @Test
  void nothingOfAMessageRemainsThatWasDropped() {
    add(part(0), part(1));
    buffer.clear();
    assertThat(buffer.isInside()).isFalse();
    assertFreed(0, 0);

    add(part(0), part(1), part(2), part(3)); // it comes again
    Delivery again = next();
    assertThat(text(again)).isEqualTo(TEXT);
    assertThat(again.arrivalIndex()).isEqualTo(6);
  }

  private static ByteBuffer damaged(ByteBuffer run) {
    int last = run.limit() - 1;
    return run.put(last, (byte) (run.get(last) ^ 1));
  }

  private void assertUnreadable(ErrorCode code, String why) {
    assertThat(buffer.isEmpty()).isFalse();
    assertThat(buffer.isInside()).isFalse();
    assertThatThrownBy(buffer::poll)
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(((UnreadableMessageException) e).code()).isEqualTo(code));
  }

  @Test
  void aDamagedPartSpoilsItsMessageAndNoOther() {
    add(part(0), damaged(part(1)), part(2));
    assertUnreadable(ErrorCode.MESSAGE_CORRUPT, "checksum");
    assertFreed(3, bytesOf(0, 3));
    add(part(3), Deliveries.run(24, 1, 0, "small"));
    Delivery small = next();
    assertThat(small.offset()).as("the last part is no orphan").isEqualTo(24);
    assertThat(small.arrivalIndex()).isEqualTo(5);
    assertFreed(1, bytesOf(3, 4));
  }

  @Test
  void whatFollowsADamagedFirstPartIsNoOrphan() {
    add(damaged(part(0)));
    assertUnreadable(ErrorCode.MESSAGE_CORRUPT, "checksum");
    add(part(1), part(2), part(3), Parts.run(30, 1, 0, parts));
    assertThat(next().offset()).isEqualTo(30);
  }

  @Test
  void whatFollowsADamagedRunIsNoOrphan() {
    ByteBuffer run = part(0);
    run.putInt(RunHeader.BYTES, 1 << 20);
    add(run, part(1), part(2), part(3), part(2));
    assertUnreadable(ErrorCode.MESSAGE_CORRUPT, "element");
    assertThat(next().isOrphan()).as("one that follows its last part is").isTrue();
  }

  @Test
  void theHalfOfAMessageThatTheBrokerStoppedIsDropped() {
    add(part(0), part(1), Deliveries.run(30, 1, 0, "small"));
    assertThat(text(next())).isEqualTo("small");
    assertFreed(2, bytesOf(0, 2));
    assertThat(buffer.isInside()).isFalse();

    add(part(0), part(1), Parts.run(30, 1, 0, parts));
    assertThat(next().offset()).isEqualTo(30);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void partsMustFollowEachOther() {
    add(part(0));
    add(Parts.run(22, 1, 0, parts.subList(1, 4)));
    assertUnreadable(ErrorCode.MESSAGE_CORRUPT, "expected the part at offset 21, got offset 22");
    assertThat(buffer.poll()).isNull();

    add(part(0));
    addOf(5, part(1));
    assertUnreadable(ErrorCode.MESSAGE_CORRUPT, "of partition 5");
  }

  @Test
  void aMessageWithoutMemoryForItIsPassed() {
    ByteBuffer head = Parts.head(10_000, Integer.MAX_VALUE, new byte[1], 1, 0);
    ByteBuffer continuation = Parts.continuation(false, new byte[1], 2, 0);
    add(Parts.run(1, 1, 0, List.of(head, continuation)));
    assertUnreadable(ErrorCode.MESSAGE_TOO_LARGE, "memory");
    assertFreed(2, head.remaining() + (long) continuation.remaining());
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void knowsWhenItExpires() {
    add(Parts.run(1, 1, 0, Parts.elements("old", 2, 1, 1_234)));
    assertThat(next().expiration()).isEqualTo(1_234);
  }
}
