// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One connection, judged frame by frame: each answer must be one that the broker may give after all
 * that it was told.
 */
final class ShadowConnection implements WireTap {
  private final ShadowModel model;
  private final String name;

  /** Requests without an answer. */
  private final Map<Integer, Frame> requests = new TreeMap<>();

  /** What an acknowledgement or commit has settled, by its request. */
  private final Map<Integer, List<ShadowReign.Entry>> settled = new HashMap<>();

  private final Map<Integer, ShadowConsumer> consumers = new TreeMap<>();

  /** Sequences of the session's producer without an answer. */
  private final TreeSet<Long> unanswered = new TreeSet<>();

  private @Nullable ShadowProducer producer;
  private long connectionId;
  private boolean isOver;

  ShadowConnection(ShadowModel model, int number) {
    this.model = model;
    this.name = "connection " + number;
  }

  /** Whether every request and message got its answer. */
  void checkQuiet() {
    if (!isOver && !(requests.isEmpty() && unanswered.isEmpty())) {
      throw new AssertionError(name + ": no answer to " + requests + " and sends " + unanswered);
    }
  }

  // What the client says.

  @Override
  public void received(Frame frame) {
    if (isOver) {
      return;
    }
    model.trace().note(name + " < " + ShadowFrames.text(frame));
    int request = ShadowFrames.requestId(frame);
    if (request != 0) {
      requests.put(request, frame);
    }
    switch (frame) {
      case Frame.Hello hello -> connectionId = hello.connectionId();
      case Frame.OpenSession open -> producer = model.producer(connectionId, open.producerNumber());
      case Frame.Send send -> sent(send);
      case Frame.Credit credit -> credited(credit);
      case Frame.HandedOver handedOver -> {
        ShadowConsumer consumer = consumers.get(handedOver.consumerId());
        if (consumer != null) {
          consumer.handedOver(handedOver.arrivalIndex());
        }
      }
      case Frame.Ack ack -> settle(ack.requestId(), ack.entries(), ack.epoch());
      case Frame.Release release -> release(release);
      case Frame.Commit commit -> {
        settle(commit.requestId(), commit.entries(), model.epoch());
        producer()
            .transaction(commit.transaction())
            .commitAsked(
                settled.getOrDefault(commit.requestId(), List.of()).stream()
                    .anyMatch(ShadowReign.Entry::isDurable));
      }
      case Frame.Rollback rollback -> rolledBack(rollback);
      case Frame.CloseConsumer close -> {
        ShadowConsumer consumer = consumers.get(close.consumerId());
        if (consumer != null) {
          consumer.close(close.handedOver());
        }
      }
      case Frame.Goodbye _ -> {
        endConsumers();
        producer().closed();
      }
      default -> {} // nothing changes before the answer
    }
  }

  private ShadowProducer producer() {
    ShadowProducer opened = producer;
    if (opened == null) {
      throw new AssertionError(name + " has no session");
    }
    return opened;
  }

  private void sent(Frame.Send frame) {
    for (SimMessage message : SimMessage.in(frame.elements())) {
      producer().sent(message, frame.handle(), frame.transaction());
      unanswered.add(message.origin().sequence());
    }
  }

  private void credited(Frame.Credit frame) {
    ShadowConsumer consumer = consumers.get(frame.consumerId());
    if (consumer != null && consumer.group().reign().epoch() == frame.groupEpoch()) {
      consumer.addCredit(frame.messages());
    }
  }

  private void settle(int request, List<AckEntry> entries, long epoch) {
    List<ShadowReign.Entry> all = new ArrayList<>();
    for (AckEntry entry : entries) {
      ShadowConsumer consumer = consumers.get(entry.consumerId());
      if (consumer != null && consumer.group().reign().epoch() == entry.groupEpoch()) {
        for (int i = 0; i < entry.rangeCount(); i++) {
          for (long offset = entry.first(i); offset <= entry.last(i); offset++) {
            settle(consumer, entry.partition(), offset, epoch, all);
          }
        }
      }
    }
    settled.put(request, all);
  }

  private void settle(
      ShadowConsumer consumer,
      int partition,
      long offset,
      long epoch,
      List<ShadowReign.Entry> all) {
    ShadowReign.Entry entry = consumer.group().reign().entry(partition, offset);
    if (entry == null || entry.isSettled()) {
      return;
    }
    boolean isFree = entry.holder() == null && !consumer.isClosed() && epoch == model.epoch();
    if (entry.holder() == consumer || isFree) {
      entry.settle();
      all.add(entry);
    } else if (entry.holder() == null) {
      entry.perhapsSettled();
    }
  }

  private void release(Frame.Release frame) {
    for (ReleaseEntry entry : frame.entries()) {
      ShadowConsumer consumer = consumers.get(entry.consumerId());
      if (consumer != null
          && frame.epoch() == model.epoch()
          && consumer.group().reign().epoch() == entry.groupEpoch()) {
        for (int i = 0; i < entry.rangeCount(); i++) {
          for (long offset = entry.first(i); offset <= entry.last(i); offset++) {
            ShadowReign.Entry held = consumer.group().reign().entry(entry.partition(), offset);
            if (held != null && held.holder() == consumer && !held.isSettled()) {
              held.goesBack(entry.counted()[i]);
            }
          }
        }
      }
    }
  }

  private void rolledBack(Frame.Rollback frame) {
    if (frame.transaction() != 0) {
      producer().transaction(frame.transaction()).rolledBack();
    }
    Map<Integer, Long> handedOver = new HashMap<>();
    frame.consumers().forEach(entry -> handedOver.put(entry.consumerId(), entry.handedOver()));
    consumers.forEach((id, consumer) -> consumer.releaseAll(handedOver.getOrDefault(id, 0L)));
  }

  // What the broker says.

  @Override
  public void said(Frame frame) {
    model.trace().note(name + " > " + ShadowFrames.text(frame));
    switch (frame) {
      case Frame.SendConfirmed sent -> {
        answered(sent.first(), sent.last());
        for (long sequence = sent.first(); sequence <= sent.last(); sequence++) {
          producer().message(sequence).confirmed();
        }
      }
      case Frame.SendRejected sent -> {
        answered(sent.first(), sent.last());
        for (long sequence = sent.first(); sequence <= sent.last(); sequence++) {
          producer().message(sequence).rejected();
        }
      }
      case Frame.Ok ok -> done(ok.requestId(), request(ok.requestId()));
      case Frame.RequestFailed failed ->
          refused(failed.requestId(), request(failed.requestId()), failed.code());
      case Frame.ConsumerOpened opened -> {
        if (request(opened.requestId()) instanceof Frame.OpenConsumer open) {
          ShadowConsumer consumer = new ShadowConsumer(model.group(open));
          consumer.group().add(consumer);
          consumers.put(open.consumerId(), consumer);
          // a frame is heard at the end of the turn: a rewind may have come behind it
          check(opened.groupEpoch() <= consumer.group().reign().epoch(), frame);
        }
      }
      case Frame.Destination found -> request(found.requestId());
      case Frame.Outcome outcome -> {
        if (request(outcome.requestId()) instanceof Frame.QueryOutcome query) {
          ShadowTransaction asked =
              model.producer(connectionId, query.producerNumber()).transaction(query.transaction());
          if (outcome.committed()) {
            asked.committed();
          } else {
            asked.rolledBack();
          }
        }
      }
      case Frame.Deliver deliver -> delivered(deliver);
      case Frame.ConsumerReset reset ->
          check(reset.groupEpoch() <= consumer(reset.consumerId()).group().reign().epoch(), frame);
      default -> {} // tells of no message
    }
  }

  private void check(boolean isRight, Frame frame) {
    if (!isRight) {
      throw new AssertionError(name + ": " + frame + " is not what happened");
    }
  }

  private Frame request(int id) {
    Frame request = requests.remove(id);
    if (request == null) {
      throw new AssertionError(name + ": nobody asked for an answer " + id);
    }
    return request;
  }

  private ShadowConsumer consumer(int id) {
    ShadowConsumer consumer = consumers.get(id);
    if (consumer == null) {
      throw new AssertionError(name + ": there is no consumer " + id);
    }
    return consumer;
  }

  private void answered(long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      if (!unanswered.remove(sequence)) {
        throw new AssertionError(name + ": sequence " + sequence + " is answered, and not open");
      }
    }
  }

  private void done(int id, Frame request) {
    List<ShadowReign.Entry> entries = settled.remove(id);
    if (entries != null) {
      entries.forEach(ShadowReign.Entry::settledForGood);
    }
    if (request instanceof Frame.Commit commit) {
      producer().transaction(commit.transaction()).committed();
    }
  }

  private void refused(int id, Frame request, ErrorCode code) {
    List<ShadowReign.Entry> entries = settled.remove(id);
    if (request instanceof Frame.Commit commit) {
      if (entries != null) {
        entries.forEach(ShadowReign.Entry::unsettle);
      }
      ShadowTransaction transaction = producer().transaction(commit.transaction());
      transaction.stillOpen();
      if (code == ErrorCode.TRANSACTION_ROLLED_BACK) {
        transaction.rolledBack();
      }
    } else if (request instanceof Frame.Ack) {
      throw new AssertionError(name + ": " + request + " was refused: " + code);
    }
  }

  private void delivered(Frame.Deliver frame) {
    ShadowConsumer consumer = consumer(frame.consumerId());
    check(consumer.group().reign().epoch() == frame.groupEpoch(), frame);
    for (ShadowRun run : ShadowRun.in(frame)) {
      for (int i = 0; i < run.messages().size(); i++) {
        model.delivered(consumer, run.place(i), run.messages().get(i), run.header());
      }
    }
  }

  @Override
  public void ended() {
    if (!isOver) {
      model.trace().note(name + " ends");
      isOver = true;
      endConsumers();
      if (producer != null) {
        producer.lost();
      }
    }
  }

  /** The broker is gone: nothing of this connection matters any more. */
  void died() {
    isOver = true;
  }

  private void endConsumers() {
    consumers.values().forEach(ShadowConsumer::end);
    consumers.clear();
  }
}
