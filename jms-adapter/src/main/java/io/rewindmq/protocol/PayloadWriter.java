// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/** Writes the payload of each frame, field by field; {@link PayloadReader} is its mirror. */
final class PayloadWriter {
  static final int NO_LOCAL = 1;
  static final int EXCLUSIVE = 2;

  private PayloadWriter() {}

  static void write(Frame frame, WireWriter out) {
    switch (frame.type()) {
      case HELLO -> hello((Frame.Hello) frame, out);
      case OPEN_CONSUMER -> openConsumer((Frame.OpenConsumer) frame, out);
      case WELCOME -> welcome((Frame.Welcome) frame, out);
      case HEARTBEAT -> {}
      case GOODBYE -> goodbye((Frame.Goodbye) frame, out);
      case FAILURE -> failure((Frame.Failure) frame, out);
      case OK -> ok((Frame.Ok) frame, out);
      case ERROR -> error((Frame.RequestFailed) frame, out);
      case SET_CLIENT_ID -> setClientId((Frame.SetClientId) frame, out);
      case OPEN_SESSION -> openSession((Frame.OpenSession) frame, out);
      case CLOSE_SESSION -> closeSession((Frame.CloseSession) frame, out);
      case RESOLVE -> resolve((Frame.Resolve) frame, out);
      case DESTINATION -> destination((Frame.Destination) frame, out);
      case DELETE_TEMPORARY -> deleteTemporary((Frame.DeleteTemporary) frame, out);
      case SEND -> send((Frame.Send) frame, out);
      case SEND_CONFIRMED -> sendConfirmed((Frame.SendConfirmed) frame, out);
      case SEND_REJECTED -> sendRejected((Frame.SendRejected) frame, out);
      case CONSUMER_OPENED -> consumerOpened((Frame.ConsumerOpened) frame, out);
      case CLOSE_CONSUMER -> closeConsumer((Frame.CloseConsumer) frame, out);
      case CREDIT -> credit((Frame.Credit) frame, out);
      case DRAIN -> drain((Frame.Drain) frame, out);
      case DELIVER -> deliver((Frame.Deliver) frame, out);
      case CONSUMER_RESET -> consumerReset((Frame.ConsumerReset) frame, out);
      case CONSUMER_ENDED -> consumerEnded((Frame.ConsumerEnded) frame, out);
      case ACK -> ack((Frame.Ack) frame, out);
      case RELEASE -> release((Frame.Release) frame, out);
      case HANDED_OVER -> handedOver((Frame.HandedOver) frame, out);
      case COMMIT -> commit((Frame.Commit) frame, out);
      case ROLLBACK -> rollback((Frame.Rollback) frame, out);
      case QUERY_OUTCOME -> queryOutcome((Frame.QueryOutcome) frame, out);
      case OUTCOME -> outcome((Frame.Outcome) frame, out);
      case UNSUBSCRIBE -> unsubscribe((Frame.Unsubscribe) frame, out);
    }
  }

  private static void hello(Frame.Hello f, WireWriter out) {
    out.i32(FrameCodec.MAGIC);
    out.u16(f.minVersion());
    out.u16(f.maxVersion());
    out.i64(f.connectionId());
    out.i32(f.heartbeatMillis());
    out.i32(f.maxFrameBytes());
    out.string(f.clientId());
    out.string(f.user());
    out.string(f.password());
    out.string(f.product());
    out.options(f.options());
  }

  private static void openConsumer(Frame.OpenConsumer f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.consumerId());
    out.i32(f.handle());
    out.u8(f.kind().number());
    out.string(f.subscription());
    out.string(f.selector());
    out.u8((f.noLocal() ? NO_LOCAL : 0) | (f.exclusive() ? EXCLUSIVE : 0));
    out.string(f.options());
  }

  private static void welcome(Frame.Welcome f, WireWriter out) {
    out.u16(f.version());
    out.i64(f.epoch());
    out.i32(f.heartbeatMillis());
    out.i32(f.maxFrameBytes());
    out.i32(f.maxMessageBytes());
    out.i64(f.maxLargeMessageBytes());
    out.i64(f.serverTimeMillis());
    out.string(f.brokerId());
    out.string(f.product());
  }

  private static void goodbye(Frame.Goodbye f, WireWriter out) {
    out.i32(f.requestId());
  }

  private static void failure(Frame.Failure f, WireWriter out) {
    out.u16(f.code().number());
    out.errorText(f.text());
  }

  private static void ok(Frame.Ok f, WireWriter out) {
    out.i32(f.requestId());
  }

  private static void error(Frame.RequestFailed f, WireWriter out) {
    out.i32(f.requestId());
    out.u16(f.code().number());
    out.errorText(f.text());
  }

  private static void setClientId(Frame.SetClientId f, WireWriter out) {
    out.i32(f.requestId());
    out.string(f.clientId());
  }

  private static void openSession(Frame.OpenSession f, WireWriter out) {
    out.i32(f.requestId());
    out.u8(f.acknowledgeMode());
    out.i64(f.producerNumber());
  }

  private static void closeSession(Frame.CloseSession f, WireWriter out) {
    out.i32(f.requestId());
  }

  private static void resolve(Frame.Resolve f, WireWriter out) {
    out.i32(f.requestId());
    out.u8(f.kind().number());
    out.string(f.name());
  }

  private static void destination(Frame.Destination f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.handle());
    out.u16(f.partitions());
    out.string(f.name());
  }

  private static void deleteTemporary(Frame.DeleteTemporary f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.handle());
  }

  private static void send(Frame.Send f, WireWriter out) {
    out.i32(f.handle());
    out.i64(f.transaction());
    out.i64(f.firstSequence());
    out.i32(f.count());
    out.bytes(f.elements());
  }

  private static void sendConfirmed(Frame.SendConfirmed f, WireWriter out) {
    out.i64(f.first());
    out.i64(f.last());
  }

  private static void sendRejected(Frame.SendRejected f, WireWriter out) {
    out.i64(f.first());
    out.i64(f.last());
    out.u16(f.code().number());
    out.errorText(f.text());
  }

  private static void consumerOpened(Frame.ConsumerOpened f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.groupEpoch());
    out.i64(f.replayIdMsb());
    out.i64(f.replayIdLsb());
  }

  private static void closeConsumer(Frame.CloseConsumer f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.consumerId());
    out.i64(f.handedOver());
  }

  private static void credit(Frame.Credit f, WireWriter out) {
    out.i32(f.consumerId());
    out.i32(f.groupEpoch());
    out.i32(f.messages());
    out.i32(f.bytes());
  }

  private static void drain(Frame.Drain f, WireWriter out) {
    out.i32(f.requestId());
    out.i32(f.consumerId());
  }

  private static void deliver(Frame.Deliver f, WireWriter out) {
    out.i32(f.consumerId());
    out.i32(f.groupEpoch());
    out.u16(f.partition());
    out.u16(f.runCount());
    out.bytes(f.runs());
  }

  private static void consumerReset(Frame.ConsumerReset f, WireWriter out) {
    out.i32(f.consumerId());
    out.i32(f.groupEpoch());
    out.i64(f.replayIdMsb());
    out.i64(f.replayIdLsb());
  }

  private static void consumerEnded(Frame.ConsumerEnded f, WireWriter out) {
    out.i32(f.consumerId());
    out.u16(f.code().number());
    out.errorText(f.text());
  }

  private static void ack(Frame.Ack f, WireWriter out) {
    out.i32(f.requestId());
    out.i64(f.epoch());
    out.acks(f.entries());
  }

  private static void release(Frame.Release f, WireWriter out) {
    out.i32(f.requestId());
    out.i64(f.epoch());
    out.releases(f.entries());
  }

  private static void handedOver(Frame.HandedOver f, WireWriter out) {
    out.i32(f.consumerId());
    out.i64(f.arrivalIndex());
  }

  private static void commit(Frame.Commit f, WireWriter out) {
    out.i32(f.requestId());
    out.i64(f.transaction());
    out.i64(f.epoch());
    out.acks(f.entries());
  }

  private static void rollback(Frame.Rollback f, WireWriter out) {
    out.i32(f.requestId());
    out.i64(f.transaction());
    out.handOvers(f.consumers());
  }

  private static void queryOutcome(Frame.QueryOutcome f, WireWriter out) {
    out.i32(f.requestId());
    out.i64(f.producerNumber());
    out.i64(f.transaction());
  }

  private static void outcome(Frame.Outcome f, WireWriter out) {
    out.i32(f.requestId());
    out.u8(f.committed() ? 1 : 0);
  }

  private static void unsubscribe(Frame.Unsubscribe f, WireWriter out) {
    out.i32(f.requestId());
    out.string(f.name());
  }
}
