// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes frames of every kind with values anywhere in their range, edges more often. */
final class RandomFrames {
  private static final String ALPHABET = "abc 1=?\0\177ß€";
  private static final int MIN_ELEMENT_BYTES = 74;

  private final Random random;

  RandomFrames(long seed) {
    this.random = new Random(seed);
  }

  Frame frame(FrameType type) {
    return switch (type) {
      case HELLO -> hello();
      case WELCOME -> welcome();
      case HEARTBEAT -> new Frame.Heartbeat();
      case GOODBYE -> new Frame.Goodbye(i32());
      case FAILURE -> new Frame.Failure(code(), text());
      case OK -> new Frame.Ok(u16(), i32());
      case ERROR -> new Frame.RequestFailed(u16(), i32(), code(), text());
      case SET_CLIENT_ID -> new Frame.SetClientId(i32(), text());
      case OPEN_SESSION -> new Frame.OpenSession(u16(), i32(), random.nextInt(4), i64());
      case CLOSE_SESSION -> new Frame.CloseSession(u16(), i32());
      case RESOLVE -> new Frame.Resolve(u16(), i32(), one(DestinationKind.values()), textOrNull());
      case DESTINATION -> new Frame.Destination(u16(), i32(), i32(), u16(), text());
      case DELETE_TEMPORARY -> new Frame.DeleteTemporary(u16(), i32(), i32());
      case SEND -> send();
      case SEND_CONFIRMED -> new Frame.SendConfirmed(u16(), 1 + random.nextInt(9), sequence());
      case SEND_REJECTED ->
          new Frame.SendRejected(u16(), 1 + random.nextInt(9), sequence(), code(), text());
      case OPEN_CONSUMER -> openConsumer();
      case CONSUMER_OPENED -> new Frame.ConsumerOpened(u16(), i32(), i32(), i64(), i64());
      case CLOSE_CONSUMER -> new Frame.CloseConsumer(u16(), i32(), i32(), natural());
      case CREDIT -> new Frame.Credit(u16(), i32(), i32(), count(), count());
      case DRAIN -> new Frame.Drain(u16(), i32(), i32());
      case DELIVER -> deliver();
      case CONSUMER_RESET -> new Frame.ConsumerReset(u16(), i32(), i32(), i64(), i64());
      case CONSUMER_ENDED -> new Frame.ConsumerEnded(u16(), i32(), code(), text());
      case ACK -> new Frame.Ack(u16(), i32(), i64(), list(this::ackEntry));
      case RELEASE -> new Frame.Release(u16(), i32(), i64(), list(this::releaseEntry));
      case HANDED_OVER -> new Frame.HandedOver(u16(), i32(), natural());
      case COMMIT -> new Frame.Commit(u16(), i32(), i64(), i64(), list(this::ackEntry));
      case ROLLBACK ->
          new Frame.Rollback(u16(), i32(), i64(), list(() -> new Frame.HandOver(i32(), natural())));
      case QUERY_OUTCOME -> new Frame.QueryOutcome(u16(), i32(), i64(), i64());
      case OUTCOME -> new Frame.Outcome(u16(), i32(), random.nextBoolean());
      case UNSUBSCRIBE -> new Frame.Unsubscribe(u16(), i32(), text());
    };
  }

  private Frame hello() {
    Map<String, String> options = new LinkedHashMap<>();
    list(this::text).forEach(name -> options.put(name, text()));
    return new Frame.Hello(
        u16(),
        u16(),
        i64(),
        count(),
        count(),
        textOrNull(),
        textOrNull(),
        textOrNull(),
        text(),
        options);
  }

  private Frame welcome() {
    return new Frame.Welcome(u16(), i64(), count(), count(), count(), i64(), i64(), text(), text());
  }

  private Frame send() {
    int count = 1 + random.nextInt(5);
    return new Frame.Send(
        u16(),
        i32(),
        i64(),
        1 + random.nextInt(9),
        count,
        bytes(count * MIN_ELEMENT_BYTES + random.nextInt(200)));
  }

  private Frame deliver() {
    int runs = 1 + random.nextInt(3);
    return new Frame.Deliver(
        u16(),
        i32(),
        i32(),
        u16(),
        runs,
        bytes(runs * (28 + MIN_ELEMENT_BYTES) + random.nextInt(200)));
  }

  private Frame openConsumer() {
    return new Frame.OpenConsumer(
        u16(),
        i32(),
        i32(),
        i32(),
        one(SubscriptionKind.values()),
        textOrNull(),
        textOrNull(),
        random.nextBoolean(),
        random.nextBoolean(),
        textOrNull());
  }

  private AckEntry ackEntry() {
    return new AckEntry(i32(), i32(), u16(), ranges(random.nextInt(4)));
  }

  private ReleaseEntry releaseEntry() {
    int count = random.nextInt(4);
    boolean[] counted = new boolean[count];
    for (int i = 0; i < count; i++) {
      counted[i] = random.nextBoolean();
    }
    return new ReleaseEntry(i32(), i32(), u16(), ranges(count), counted);
  }

  private long[] ranges(int count) {
    long[] ranges = new long[2 * count];
    for (int i = 0; i < count; i++) {
      ranges[2 * i] = natural() >>> 1;
      ranges[2 * i + 1] = ranges[2 * i] + random.nextInt(Integer.MAX_VALUE);
    }
    return ranges;
  }

  private <T> List<T> list(Supplier<T> items) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(items.get());
    }
    return list;
  }

  private ByteBuffer bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private ErrorCode code() {
    return one(ErrorCode.values());
  }

  private int u16() {
    return random.nextInt(4) == 0 ? 0xFFFF : random.nextInt(0x10000);
  }

  private int i32() {
    return random.nextInt(4) == 0 ? -1 : random.nextInt();
  }

  private int count() {
    return random.nextInt(4) == 0 ? Integer.MAX_VALUE : random.nextInt() >>> 1;
  }

  private long i64() {
    return random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong();
  }

  private long natural() {
    return random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextLong() >>> 1;
  }

  private long sequence() {
    return Math.max(9, natural());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return random.nextInt(4) == 0 ? text.append("\ud83d\ude00").toString() : text.toString();
  }

  private @Nullable String textOrNull() {
    return random.nextInt(3) == 0 ? null : text();
  }
}
