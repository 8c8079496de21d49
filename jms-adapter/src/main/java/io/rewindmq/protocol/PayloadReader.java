// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;

/** Reads the payload of each frame, field by field; {@link PayloadWriter} is its mirror. */
final class PayloadReader {
  private final WireReader in;
  private final FrameType type;
  private final int channel;

  PayloadReader(WireReader in, FrameType type, int channel) {
    this.in = in;
    this.type = type;
    this.channel = channel;
  }

  Frame read() {
    return switch (type) {
      case HELLO -> hello();
      case WELCOME -> welcome();
      case HEARTBEAT -> new Frame.Heartbeat();
      case GOODBYE -> new Frame.Goodbye(requestId());
      case FAILURE -> new Frame.Failure(in.errorCode(), in.string("text"));
      case OK -> new Frame.Ok(channel, requestId());
      case ERROR ->
          new Frame.RequestFailed(channel, requestId(), in.errorCode(), in.string("text"));
      case SET_CLIENT_ID -> new Frame.SetClientId(requestId(), in.string("client id"));
      case OPEN_SESSION -> openSession();
      case CLOSE_SESSION -> new Frame.CloseSession(channel, requestId());
      case RESOLVE -> resolve();
      case DESTINATION -> destination();
      case DELETE_TEMPORARY -> new Frame.DeleteTemporary(channel, requestId(), in.i32("handle"));
      case SEND -> send();
      case SEND_CONFIRMED -> sendConfirmed();
      case SEND_REJECTED -> sendRejected();
      case OPEN_CONSUMER -> openConsumer();
      case CONSUMER_OPENED -> consumerOpened();
      case CLOSE_CONSUMER ->
          new Frame.CloseConsumer(
              channel, requestId(), in.i32("consumer id"), in.natural("handed over"));
      case CREDIT -> credit();
      case DRAIN -> new Frame.Drain(channel, requestId(), in.i32("consumer id"));
      case DELIVER -> deliver();
      case CONSUMER_RESET -> consumerReset();
      case CONSUMER_ENDED ->
          new Frame.ConsumerEnded(
              channel, in.i32("consumer id"), in.errorCode(), in.string("text"));
      case ACK -> new Frame.Ack(channel, requestId(), in.i64("epoch"), in.acks());
      case RELEASE -> new Frame.Release(channel, requestId(), in.i64("epoch"), in.releases());
      case HANDED_OVER ->
          new Frame.HandedOver(channel, in.i32("consumer id"), in.natural("arrival index"));
      case COMMIT ->
          new Frame.Commit(channel, requestId(), in.i64("transaction"), in.i64("epoch"), in.acks());
      case ROLLBACK ->
          new Frame.Rollback(channel, requestId(), in.i64("transaction"), in.handOvers());
      case QUERY_OUTCOME ->
          new Frame.QueryOutcome(
              channel, requestId(), in.i64("producer number"), in.i64("transaction"));
      case OUTCOME -> new Frame.Outcome(channel, requestId(), in.bool("committed"));
      case UNSUBSCRIBE -> new Frame.Unsubscribe(channel, requestId(), in.string("name"));
    };
  }

  private int requestId() {
    return in.i32("request id");
  }

  private Frame hello() {
    int magic = in.i32("magic");
    if (magic != FrameCodec.MAGIC) {
      throw in.unexpected("the magic RWMQ", "0x" + Integer.toHexString(magic));
    }
    return new Frame.Hello(
        in.u16("lowest version"),
        in.u16("highest version"),
        in.i64("connection id"),
        in.count("heartbeat millis"),
        in.count("max frame bytes"),
        in.optionalString("client id"),
        in.optionalString("user"),
        in.optionalString("password"),
        in.string("product"),
        in.options());
  }

  private Frame welcome() {
    return new Frame.Welcome(
        in.u16("version"),
        in.i64("epoch"),
        in.count("heartbeat millis"),
        in.count("max frame bytes"),
        in.count("max message bytes"),
        in.i64("max large message bytes"),
        in.i64("server time millis"),
        in.string("broker id"),
        in.string("product"));
  }

  private Frame openSession() {
    int requestId = requestId();
    int acknowledgeMode = in.u8("acknowledge mode");
    if (acknowledgeMode > ProtocolLimits.ACKNOWLEDGE_MODE_MAX) {
      throw in.unexpected("an acknowledge mode of 0 to 3", String.valueOf(acknowledgeMode));
    }
    return new Frame.OpenSession(channel, requestId, acknowledgeMode, in.i64("producer number"));
  }

  private Frame resolve() {
    return new Frame.Resolve(
        channel,
        requestId(),
        DestinationKind.of(in.u8("destination kind")),
        in.optionalString("name"));
  }

  private Frame destination() {
    return new Frame.Destination(
        channel, requestId(), in.i32("handle"), in.u16("partitions"), in.string("name"));
  }

  private Frame send() {
    int handle = in.i32("handle");
    long transaction = in.i64("transaction");
    long first = in.natural("first sequence");
    int count = in.count("count");
    ByteBuffer elements = in.rest();
    requireRoom("elements", count, MessageLayout.MIN_ELEMENT_BYTES, elements);
    if (first == 0 || first > Long.MAX_VALUE - count) {
      throw in.unexpected("sequences from 1", count + " from " + first);
    }
    return new Frame.Send(channel, handle, transaction, first, count, elements);
  }

  private Frame sendConfirmed() {
    long first = in.i64("first sequence");
    return new Frame.SendConfirmed(channel, first, lastSequence(first));
  }

  private Frame sendRejected() {
    long first = in.i64("first sequence");
    return new Frame.SendRejected(
        channel, first, lastSequence(first), in.errorCode(), in.string("text"));
  }

  private long lastSequence(long first) {
    long last = in.i64("last sequence");
    if (first < 1 || last < first) {
      throw in.unexpected("a range of sequences", first + " to " + last);
    }
    return last;
  }

  private Frame openConsumer() {
    int requestId = requestId();
    int consumerId = in.i32("consumer id");
    int handle = in.i32("handle");
    SubscriptionKind kind = SubscriptionKind.of(in.u8("subscription kind"));
    String subscription = in.optionalString("subscription");
    String selector = in.optionalString("selector");
    int flags = in.u8("flags");
    if ((flags & ~(PayloadWriter.NO_LOCAL | PayloadWriter.EXCLUSIVE)) != 0) {
      throw in.unexpected("flags of 0 to 3", String.valueOf(flags));
    }
    return new Frame.OpenConsumer(
        channel,
        requestId,
        consumerId,
        handle,
        kind,
        subscription,
        selector,
        (flags & PayloadWriter.NO_LOCAL) != 0,
        (flags & PayloadWriter.EXCLUSIVE) != 0,
        in.optionalString("options"));
  }

  private Frame consumerOpened() {
    return new Frame.ConsumerOpened(
        channel,
        requestId(),
        in.i32("group epoch"),
        in.i64("replay id, first half"),
        in.i64("replay id, second half"));
  }

  private Frame credit() {
    return new Frame.Credit(
        channel,
        in.i32("consumer id"),
        in.i32("group epoch"),
        in.count("messages"),
        in.count("bytes"));
  }

  private Frame deliver() {
    int consumerId = in.i32("consumer id");
    int groupEpoch = in.i32("group epoch");
    int partition = in.u16("partition");
    int runCount = in.u16("run count");
    ByteBuffer runs = in.rest();
    requireRoom("runs", runCount, RunHeader.BYTES + MessageLayout.MIN_ELEMENT_BYTES, runs);
    return new Frame.Deliver(channel, consumerId, groupEpoch, partition, runCount, runs);
  }

  private Frame consumerReset() {
    return new Frame.ConsumerReset(
        channel,
        in.i32("consumer id"),
        in.i32("group epoch"),
        in.i64("replay id, first half"),
        in.i64("replay id, second half"));
  }

  /** A count must be at least 1 and not more than can lie in the bytes. */
  private void requireRoom(String what, int count, int bytesEach, ByteBuffer bytes) {
    int countMax = bytes.remaining() / bytesEach;
    if (count < 1 || count > countMax) {
      throw in.unexpected(
          "a count of " + what + " from 1 to " + countMax + " for " + bytes.remaining() + " bytes",
          String.valueOf(count));
    }
  }
}
