// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeliveryBufferTest {
  private static final long BROKER_EPOCH = 9;

  private final DeliveryBuffer buffer = new DeliveryBuffer();

  private static Frame.Deliver frame(ByteBuffer... runs) {
    int bytes = 0;
    for (ByteBuffer run : runs) {
      bytes += run.remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(bytes);
    for (ByteBuffer run : runs) {
      all.put(run.duplicate());
    }
    return new Frame.Deliver(1, 2, 3, 4, runs.length, all.flip());
  }

  private Delivery next() {
    return Objects.requireNonNull(buffer.poll());
  }

  private List<Long> offsets() {
    List<Long> offsets = new ArrayList<>();
    Delivery delivery;
    while ((delivery = buffer.poll()) != null) {
      offsets.add(delivery.offset());
    }
    return offsets;
  }

  @Test
  void givesEveryMessageWithItsFactsInOrder() {
    buffer.add(
        frame(
            Deliveries.run(10, 1, 0, "a", "b"),
            Deliveries.run(20, 3, RunHeader.FLAG_REDELIVERED, "c")),
        BROKER_EPOCH);

    Delivery first = next();
    assertThat(first.brokerEpoch()).isEqualTo(BROKER_EPOCH);
    assertThat(first.groupEpoch()).isEqualTo(3);
    assertThat(first.partition()).isEqualTo(4);
    assertThat(first.offset()).isEqualTo(10);
    assertThat(first.arrivalIndex()).isEqualTo(1);
    assertThat(first.elementBytes()).isEqualTo(Deliveries.element("a", 11, 0).remaining());
    assertThat(next().offset()).isEqualTo(11);
    Delivery last = next();
    assertThat(last.offset()).isEqualTo(20);
    assertThat(last.deliveryCount()).isEqualTo(3);
    assertThat(last.flags()).isEqualTo(RunHeader.FLAG_REDELIVERED);
    assertThat(last.arrivalIndex()).isEqualTo(3);
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.poll()).isNull();
  }

  @Test
  void arrivalsAreCountedOverFrames() {
    buffer.add(frame(Deliveries.run(1, 1, 0, "a", "b")), BROKER_EPOCH);
    assertThat(offsets()).containsExactly(1L, 2L);
    buffer.add(frame(Deliveries.run(3, 1, 0, "c")), BROKER_EPOCH);
    assertThat(next().arrivalIndex()).isEqualTo(3);
    assertThat(buffer.arrived()).isEqualTo(3);
  }

  @Test
  void framesAddedWhileOneIsHalfTakenFollowIt() {
    buffer.add(frame(Deliveries.run(1, 1, 0, "a", "b")), BROKER_EPOCH);
    next();
    buffer.add(frame(Deliveries.run(7, 1, 0, "c")), BROKER_EPOCH + 1);
    assertThat(next().offset()).isEqualTo(2);
    assertThat(next().brokerEpoch()).isEqualTo(BROKER_EPOCH + 1);
  }

  @Test
  void skippedMessagesCountAsArrivedOnly() {
    buffer.skip(frame(Deliveries.run(1, 1, 0, "a", "b")));
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.arrived()).isEqualTo(2);
    buffer.add(frame(Deliveries.run(3, 1, 0, "c")), BROKER_EPOCH);
    assertThat(next().arrivalIndex()).isEqualTo(3);
  }

  @Test
  void clearForgetsInTheMiddleOfARunButKeepsTheCount() {
    buffer.add(frame(Deliveries.run(1, 1, 0, "a", "b", "c")), BROKER_EPOCH);
    next();
    buffer.clear();
    assertThat(buffer.poll()).isNull();
    buffer.add(frame(Deliveries.run(9, 1, 0, "d")), BROKER_EPOCH);
    Delivery delivery = next();
    assertThat(delivery.offset()).isEqualTo(9);
    assertThat(delivery.arrivalIndex()).isEqualTo(4);
  }

  @Test
  void restartCountsFromOneAgain() {
    buffer.add(frame(Deliveries.run(1, 1, 0, "a", "b")), BROKER_EPOCH);
    buffer.restart();
    assertThat(buffer.arrived()).isZero();
    buffer.add(frame(Deliveries.run(1, 2, 1, "a")), BROKER_EPOCH);
    assertThat(next().arrivalIndex()).isEqualTo(1);
  }

  @Test
  void knowsWhenAMessageExpires() {
    buffer.add(frame(Deliveries.expiring(1, "a", 1_234)), BROKER_EPOCH);
    assertThat(next().expiration()).isEqualTo(1_234);
  }

  @Test
  void damagedMessageIsRefusedWhenItIsTaken() {
    ByteBuffer run = Deliveries.run(1, 1, 0, "a");
    int last = run.limit() - 1;
    run.put(last, (byte) (run.get(last) ^ 1));
    buffer.add(frame(run), BROKER_EPOCH);
    assertThatThrownBy(buffer::poll).isInstanceOf(UnreadableMessageException.class);
  }

  @Test
  void messageBehindADamagedOneCanStillBeTaken() {
    ByteBuffer run = Deliveries.run(1, 1, 0, "a");
    int last = run.limit() - 1;
    run.put(last, (byte) (run.get(last) ^ 1));
    buffer.add(frame(run, Deliveries.run(2, 1, 0, "b")), BROKER_EPOCH);
    assertThatThrownBy(buffer::poll).isInstanceOf(UnreadableMessageException.class);
    Delivery next = next();
    assertThat(next.offset()).isEqualTo(2);
    assertThat(next.arrivalIndex()).isEqualTo(2);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void runWhoseElementsCanNotBeToldApartIsLeftOut() {
    ByteBuffer run = Deliveries.run(1, 1, 0, "a", "b");
    run.putInt(RunHeader.BYTES, 1 << 20);
    buffer.add(frame(run, Deliveries.run(7, 1, 0, "c")), BROKER_EPOCH);
    assertThatThrownBy(buffer::poll).isInstanceOf(UnreadableMessageException.class);
    Delivery next = next();
    assertThat(next.offset()).isEqualTo(7);
    assertThat(next.arrivalIndex()).isEqualTo(3);
  }

  @Test
  void runWithFewerMessagesThanItSaysGivesThoseThatAreThere() {
    ByteBuffer run =
        Deliveries.run(1, 1, 0, "a long text, so that two elements would fit".repeat(9));
    run.putInt(16, 2);
    buffer.add(frame(run, Deliveries.run(7, 1, 0, "c")), BROKER_EPOCH);
    assertThat(next().offset()).isEqualTo(1);
    assertThatThrownBy(buffer::poll).isInstanceOf(UnreadableMessageException.class);
    assertThat(next().offset()).isEqualTo(7);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void frameWhoseRunsAreCutIsRefusedAtOnce() {
    ByteBuffer run = Deliveries.run(1, 1, 0, "a");
    run.limit(run.limit() - 1);
    assertThatThrownBy(() -> buffer.add(frame(run), BROKER_EPOCH))
        .isInstanceOf(ProtocolException.class);
    assertThat(buffer.isEmpty()).isTrue();
  }
}
