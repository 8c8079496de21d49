// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.connection.TestMessages.Received;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.SubscriptionKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks in frames, without sockets; each request runs the loop until it is quiet.
 */
final class TestClient {
  static final int CHANNEL = 1;
  static final int FRAME_BYTES_MAX = 64 << 20;

  final FrameOutbox outbox = new FrameOutbox();
  private final Runnable runUntilQuiet;
  private final ClientConnection connection;
  private final long connectionId;
  private @Nullable String clientId;
  private int lastRequest;
  private int lastConsumer;
  private long lastSequence;

  TestClient(ConnectionGate gate, Runnable runUntilQuiet, long connectionId) {
    this.runUntilQuiet = runUntilQuiet;
    this.connectionId = connectionId;
    this.connection = gate.open(outbox, new PeerAddress("test:" + connectionId, true));
  }

  /** Logs in. */
  TestClient hello(@Nullable String newClientId) {
    clientId = newClientId;
    tell(helloFrame(newClientId));
    assertThat(outbox.sent).singleElement().isInstanceOf(Frame.Welcome.class);
    outbox.sent.clear();
    return this;
  }

  Frame.Hello helloFrame(@Nullable String newClientId) {
    return new Frame.Hello(
        1, 1, connectionId, 0, FRAME_BYTES_MAX, newClientId, null, null, "test", Map.of());
  }

  /** Logs in and opens session 1, which is producer 1. */
  TestClient ready(@Nullable String newClientId) {
    hello(newClientId);
    ok(new Frame.OpenSession(CHANNEL, request(), 2, 1));
    return this;
  }

  int request() {
    return ++lastRequest;
  }

  /** Sends a frame and runs the loop. */
  void tell(Frame frame) {
    receive(frame);
    runUntilQuiet.run();
  }

  /** Sends a frame; the loop's turn is the caller's. */
  void receive(Frame frame) {
    ByteBuffer bytes = FrameCodec.encode(frame);
    bytes.getInt();
    connection.receive(bytes.slice());
  }

  void receiveRaw(ByteBuffer bytesAfterLength) {
    connection.receive(bytesAfterLength);
    runUntilQuiet.run();
  }

  /** The one answer of that type to a frame; deliveries stay. */
  <T extends Frame> T ask(Frame frame, Class<T> answer) {
    outbox.sent.removeIf(sent -> !(sent instanceof Frame.Deliver));
    tell(frame);
    return only(answer);
  }

  <T extends Frame> T only(Class<T> type) {
    List<Frame> others =
        outbox.sent.stream().filter(sent -> !(sent instanceof Frame.Deliver)).toList();
    assertThat(others).hasSize(1);
    assertThat(others.get(0)).isInstanceOf(type);
    outbox.sent.removeAll(others);
    return type.cast(others.get(0));
  }

  void ok(Frame frame) {
    Frame.Ok ok = ask(frame, Frame.Ok.class);
    assertThat(ok.requestId()).isEqualTo(lastRequest);
  }

  void refused(Frame frame, ErrorCode code) {
    Frame.RequestFailed failed = ask(frame, Frame.RequestFailed.class);
    assertThat(failed.requestId()).isEqualTo(lastRequest);
    assertThat(failed.code()).as(failed.text()).isEqualTo(code);
  }

  Frame.Failure failure() {
    assertThat(outbox.isClosed).isTrue();
    return only(Frame.Failure.class);
  }

  int queue(String name) {
    return resolve(DestinationKind.QUEUE, name);
  }

  int topic(String name) {
    return resolve(DestinationKind.TOPIC, name);
  }

  int resolve(DestinationKind kind, @Nullable String name) {
    return destination(kind, name).handle();
  }

  Frame.Destination destination(DestinationKind kind, @Nullable String name) {
    return ask(new Frame.Resolve(0, request(), kind, name), Frame.Destination.class);
  }

  /** Sends persistent messages without a transaction and expects them confirmed. */
  void send(int handle, String... texts) {
    long first = lastSequence + 1;
    Frame.SendConfirmed confirmed = ask(sendFrame(handle, 0, texts), Frame.SendConfirmed.class);
    assertThat(confirmed.first()).isEqualTo(first);
    assertThat(confirmed.last()).isEqualTo(lastSequence);
  }

  Frame.Send sendFrame(int handle, long transaction, String... texts) {
    long first = lastSequence + 1;
    lastSequence += texts.length;
    ByteBuffer elements = TestMessages.elements(connectionId, 1, first, true, clientId, texts);
    return new Frame.Send(CHANNEL, handle, transaction, first, texts.length, elements);
  }

  Frame.OpenConsumer consumerFrame(
      int handle, SubscriptionKind kind, @Nullable String subscription) {
    return consumerFrame(handle, kind, subscription, null, false);
  }

  Frame.OpenConsumer consumerFrame(
      int handle,
      SubscriptionKind kind,
      @Nullable String subscription,
      @Nullable String selector,
      boolean noLocal) {
    lastConsumer++;
    return new Frame.OpenConsumer(
        CHANNEL,
        request(),
        lastConsumer,
        handle,
        kind,
        subscription,
        selector,
        noLocal,
        false,
        null);
  }

  /** Opens a consumer with much credit; returns its number. */
  int consume(int handle, SubscriptionKind kind, @Nullable String subscription) {
    Frame.ConsumerOpened opened =
        ask(consumerFrame(handle, kind, subscription), Frame.ConsumerOpened.class);
    int consumer = lastConsumer;
    credit(consumer, opened.groupEpoch(), 1000);
    return consumer;
  }

  void credit(int consumer, int groupEpoch, int messages) {
    tell(new Frame.Credit(CHANNEL, consumer, groupEpoch, messages, 1 << 20));
  }

  int lastConsumer() {
    return lastConsumer;
  }

  void close(int consumer, long handedOver) {
    ok(new Frame.CloseConsumer(CHANNEL, request(), consumer, handedOver));
  }

  /** Takes what was delivered since the last call. */
  List<Received> deliveries() {
    List<Received> all = new ArrayList<>();
    for (Frame frame : List.copyOf(outbox.sent)) {
      if (frame instanceof Frame.Deliver deliver) {
        all.addAll(TestMessages.received(deliver));
        outbox.sent.remove(frame);
      }
    }
    return all;
  }

  List<String> texts() {
    return deliveries().stream().map(Received::text).toList();
  }

  static List<AckEntry> entries(List<Received> messages) {
    return messages.stream()
        .map(
            message ->
                new AckEntry(
                    message.consumerId(),
                    message.groupEpoch(),
                    message.partition(),
                    new long[] {message.offset(), message.offset()}))
        .toList();
  }

  void lose() {
    connection.lost("test");
    runUntilQuiet.run();
  }

  void outboxDrained() {
    outbox.isReady = true;
    connection.outboxDrained();
    runUntilQuiet.run();
  }
}
