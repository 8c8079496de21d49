// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.message.Routing;
import io.rewindmq.broker.trace.SendTraces;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Checks every message of a SEND, chooses partitions and hands the messages to the shard, in order.
 *
 * <p>A SEND is taken or rejected as a whole as far as its bytes are concerned.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SendIntake {
  private static final int PRIORITY_MAX = 9;

  private final Shard shard;
  private final int messageBytesMax;
  private final ElementCursor cursor = new ElementCursor();
  private final MessageView view = new MessageView();

  SendIntake(Shard shard, int messageBytesMax) {
    this.shard = shard;
    this.messageBytesMax = messageBytesMax;
  }

  /**
   * Takes or rejects the messages.
   *
   * @throws ProtocolException the frame contradicts itself or the session
   */
  void take(
      ProducerId producer,
      DestinationView destination,
      Frame.Send frame,
      SendConfirmations outcome) {
    requireThat(frame.firstSequence() > 0, "sequences begin at 1");
    requireThat(frame.count() > 0, "it holds no message");
    ErrorCode damage = ErrorCode.MESSAGE_CORRUPT;
    String text;
    try {
      int largest = check(producer, destination, frame, outcome.traces());
      if (largest <= messageBytesMax) {
        pass(producer, destination, frame, outcome);
        return;
      }
      damage = ErrorCode.MESSAGE_TOO_LARGE;
      text = "a message has " + largest + " bytes, at most " + messageBytesMax + " are allowed";
    } catch (MalformedMessageException e) {
      text = String.valueOf(e.getMessage());
    }
    long last = frame.firstSequence() + frame.count() - 1;
    outcome.refused(frame.firstSequence(), last, damage, text);
  }

  /**
   * Checks all messages; returns the bytes of the largest.
   *
   * @param traces hears of each message; null = tracing is off
   */
  private int check(
      ProducerId producer,
      DestinationView destination,
      Frame.Send frame,
      @Nullable SendTraces traces) {
    int largest = 0;
    int count = 0;
    cursor.over(frame.elements());
    while (cursor.next()) {
      cursor.verify();
      view.at(frame.elements(), cursor.messageAt());
      requireThat(
          view.connectionId() == producer.connectionId()
              && view.producerNumber() == producer.number(),
          "a message names another producer");
      requireThat(
          view.sequence() == frame.firstSequence() + count, "a message has another sequence");
      BodyType _ = view.bodyType(); // throws if it is none
      int priority = view.priority();
      requireThat(
          priority >= 0 && priority <= PRIORITY_MAX, "a message has the priority " + priority);
      largest = Math.max(largest, cursor.messageBytes());
      if (traces != null) {
        traces.took(
            frame.elements(), cursor.messageAt(), destination.spec().name(), view.sequence());
      }
      count++;
    }
    requireThat(
        count == frame.count(), "it says " + frame.count() + " messages and holds " + count);
    return largest;
  }

  private void pass(
      ProducerId producer,
      DestinationView destination,
      Frame.Send frame,
      SendConfirmations outcome) {
    if (destination.spec().partitions() == 1) {
      shard.send(
          producer,
          destination.id(),
          0,
          frame.transaction(),
          frame.firstSequence(),
          frame.count(),
          frame.elements(),
          outcome);
      return;
    }
    passStretches(producer, destination, frame, outcome);
  }

  /** Hands over each stretch of messages that go to the same partition. */
  private void passStretches(
      ProducerId producer,
      DestinationView destination,
      Frame.Send frame,
      SendConfirmations outcome) {
    ByteBuffer elements = frame.elements();
    int partitions = destination.spec().partitions();
    int partition = -1;
    int startAt = elements.position();
    long firstSequence = frame.firstSequence();
    int count = 0;
    cursor.over(elements);
    while (cursor.next()) {
      view.at(elements, cursor.messageAt());
      int wanted = Routing.partition(view.groupHash(), producer, partitions);
      if (wanted != partition && count > 0) {
        int bytes = cursor.elementAt() - startAt;
        shard.send(
            producer,
            destination.id(),
            partition,
            frame.transaction(),
            firstSequence,
            count,
            elements.slice(startAt, bytes),
            outcome);
        startAt += bytes;
        firstSequence += count;
        count = 0;
      }
      partition = wanted;
      count++;
    }
    shard.send(
        producer,
        destination.id(),
        partition,
        frame.transaction(),
        firstSequence,
        count,
        elements.slice(startAt, elements.limit() - startAt),
        outcome);
  }

  private static void requireThat(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "SEND: " + otherwise);
    }
  }
}
