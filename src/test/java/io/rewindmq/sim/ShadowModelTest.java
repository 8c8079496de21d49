// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A judge who lets everything pass is of no use: each test makes the broker break a promise. */
class ShadowModelTest {
  private static final int SEEDS_MAX = 60;

  @Test
  void noticesADeviceThatForgetsWhatWasConfirmed() {
    assertThat(isNoticed(SimDefect.forgetfulDevice(), "CONFIRMED", "is lost")).isTrue();
  }

  @Test
  void noticesAnAcknowledgementWithoutEffect() {
    SimDefect deafToAcks =
        SimDefect.ofHearing(
            frame ->
                frame instanceof Frame.Ack ack
                    ? new Frame.Ack(ack.channel(), ack.requestId(), ack.epoch(), List.of())
                    : frame);
    assertThat(isNoticed(deafToAcks, "was settled, and comes again")).isTrue();
  }

  @Test
  void noticesAHalfCommittedTransaction() {
    SimDefect withoutTransactions =
        SimDefect.ofHearing(
            frame ->
                frame instanceof Frame.Send send && send.firstSequence() % 5 == 0
                    ? new Frame.Send(
                        send.channel(),
                        send.handle(),
                        0,
                        send.firstSequence(),
                        send.count(),
                        send.elements())
                    : frame);
    assertThat(isNoticed(withoutTransactions, "a message of it is delivered")).isTrue();
  }

  @Test
  void noticesARollbackWithoutEffect() {
    SimDefect deafToRollbacks =
        SimDefect.ofHearing(
            frame ->
                frame instanceof Frame.Rollback back && back.transaction() != 0
                    ? new Frame.Commit(
                        back.channel(), back.requestId(), back.transaction(), lastEpoch, List.of())
                    : frame);
    assertThat(isNoticed(deafToRollbacks, "must not come")).isTrue();
  }

  @Test
  void noticesAMissingFlag() {
    assertThat(isNoticed(SimDefect.ofSpeech(ShadowModelTest::asIfNew), "comes with count 1 after"))
        .isTrue();
  }

  @Test
  void noticesAMessageThatIsNeverDelivered() {
    SimDefect silent =
        SimDefect.ofSpeech(
            frame ->
                frame instanceof Frame.Deliver deliver && deliver.partition() == 1
                    ? new Frame.Heartbeat()
                    : frame);
    assertThat(isNoticed(silent, "CONFIRMED", "is lost")).isTrue();
  }

  /** Of the broker that speaks at the moment. */
  private long lastEpoch;

  /** Whether one of the first lives ends with a complaint in these words. */
  private boolean isNoticed(SimDefect defect, String... words) {
    SimDefect listening =
        new SimDefect(
            defect.crashed(),
            defect.heard(),
            frame -> {
              if (frame instanceof Frame.Welcome welcome) {
                lastEpoch = welcome.epoch();
              }
              return defect.said().apply(frame);
            });
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      String complaint = complaint(new Simulation(seed, listening));
      if (Stream.of(words).allMatch(complaint::contains)) {
        return true;
      }
    }
    return false;
  }

  private static String complaint(Simulation life) {
    try {
      life.run();
      return "";
    } catch (AssertionError e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      return Objects.toString(first.getMessage(), "");
    }
  }

  /** The same messages, as if nobody had got them before. */
  private static Frame asIfNew(Frame frame) {
    if (!(frame instanceof Frame.Deliver deliver)) {
      return frame;
    }
    ByteBuffer runs = deliver.runs().duplicate();
    ByteBuffer changed = ByteBuffer.allocate(runs.remaining());
    while (runs.hasRemaining()) {
      RunHeader run = RunHeader.read(runs);
      new RunHeader(run.baseOffset(), run.appendTimeMillis(), run.count(), run.bytes(), 1, 0)
          .write(changed);
      changed.put(runs.slice(runs.position(), run.bytes()));
      runs.position(runs.position() + run.bytes());
    }
    return new Frame.Deliver(
        deliver.channel(),
        deliver.consumerId(),
        deliver.groupEpoch(),
        deliver.partition(),
        deliver.runCount(),
        changed.flip());
  }
}
