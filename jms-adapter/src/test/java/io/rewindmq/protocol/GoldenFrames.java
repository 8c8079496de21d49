// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the golden vectors of frames say, by file name. */
final class GoldenFrames {
  private static final long REPLAY_MSB = 0x0011223344556677L;
  private static final long REPLAY_LSB = 0x8899aabbccddeeffL;

  private GoldenFrames() {}

  static Map<String, Frame> all() {
    Map<String, Frame> frames = new LinkedHashMap<>();
    connection(frames);
    sessions(frames);
    sending(frames);
    consuming(frames);
    settling(frames);
    return frames;
  }

  private static void connection(Map<String, Frame> frames) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("k", "v");
    options.put("empty", "");
    frames.put(
        "01-hello",
        new Frame.Hello(
            1,
            3,
            0x0123456789abcdefL,
            10_000,
            ProtocolLimits.DEFAULT_FRAME_BYTES_MAX,
            "billing-1",
            "zoë",
            "p€w",
            "rewindmq-jms 0.1",
            options));
    frames.put(
        "01-hello-anonymous",
        new Frame.Hello(
            1, 1, 0xfedcba9876543210L, 0, Integer.MAX_VALUE, null, null, null, "", Map.of()));
    frames.put(
        "02-welcome",
        new Frame.Welcome(
            1,
            7,
            10_000,
            ProtocolLimits.DEFAULT_FRAME_BYTES_MAX,
            ProtocolLimits.DEFAULT_MESSAGE_BYTES_MAX,
            1L << 30,
            1_790_000_000_000L,
            "broker-a",
            "RewindMQ 0.1"));
    frames.put("03-heartbeat", new Frame.Heartbeat());
    frames.put("04-goodbye", new Frame.Goodbye(9));
    frames.put("05-failure", new Frame.Failure(ErrorCode.AUTHENTICATION_FAILED, "wrong password"));
    frames.put("06-ok", new Frame.Ok(3, 0x01020304));
    frames.put("07-error", new Frame.RequestFailed(3, 10, ErrorCode.SELECTOR_INVALID, "a >"));
    frames.put("08-set-client-id", new Frame.SetClientId(1, "billing"));
  }

  private static void sessions(Map<String, Frame> frames) {
    frames.put("10-open-session", new Frame.OpenSession(1, 2, 2, 1));
    frames.put("11-close-session", new Frame.CloseSession(0xFFFF, 3));
    frames.put("12-resolve", new Frame.Resolve(0, 4, DestinationKind.TOPIC, "orders"));
    frames.put(
        "12-resolve-temporary", new Frame.Resolve(1, 5, DestinationKind.TEMPORARY_QUEUE, null));
    frames.put("13-destination", new Frame.Destination(0, 4, 17, 8, "orders"));
    frames.put("14-delete-temporary", new Frame.DeleteTemporary(1, 6, 18));
    frames.put("40-unsubscribe", new Frame.Unsubscribe(0, 17, "audit"));
  }

  private static void sending(Map<String, Frame> frames) {
    ByteBuffer run = bytes("run");
    ByteBuffer replayed = bytes("run-replayed");
    ByteBuffer two = run.slice(28, run.remaining() - 28);
    ByteBuffer one = replayed.slice(28, replayed.remaining() - 28);
    frames.put("18-send", new Frame.Send(1, 17, 0, 1, 2, two));
    frames.put("18-send-transacted", new Frame.Send(1, 17, 5, 9, 1, one));
    frames.put("19-send-confirmed", new Frame.SendConfirmed(1, 1, 2));
    frames.put(
        "1a-send-rejected", new Frame.SendRejected(1, 9, 9, ErrorCode.MESSAGE_CORRUPT, "checksum"));
  }

  private static void consuming(Map<String, Frame> frames) {
    frames.put(
        "20-open-consumer",
        new Frame.OpenConsumer(
            1,
            7,
            3,
            17,
            SubscriptionKind.DURABLE,
            "audit",
            "a = 'x'",
            true,
            true,
            "start=earliest"));
    frames.put(
        "20-open-consumer-queue",
        new Frame.OpenConsumer(1, 8, 4, 1, SubscriptionKind.QUEUE, null, null, false, false, null));
    frames.put("21-consumer-opened", new Frame.ConsumerOpened(1, 7, 2, REPLAY_MSB, REPLAY_LSB));
    frames.put("22-close-consumer", new Frame.CloseConsumer(1, 9, 3, 120));
    frames.put("23-credit", new Frame.Credit(1, 3, 2, 1000, 4 << 20));
    frames.put("24-drain", new Frame.Drain(1, 10, 3));
    ByteBuffer run = bytes("run");
    ByteBuffer replayed = bytes("run-replayed");
    ByteBuffer runs =
        ByteBuffer.allocate(run.remaining() + replayed.remaining()).put(run).put(replayed).flip();
    frames.put("25-deliver", new Frame.Deliver(1, 3, 2, 6, 2, runs));
    frames.put("26-consumer-reset", new Frame.ConsumerReset(1, 3, 3, REPLAY_MSB, REPLAY_LSB));
    frames.put(
        "27-consumer-ended",
        new Frame.ConsumerEnded(1, 3, ErrorCode.DESTINATION_NOT_FOUND, "queue orders is gone!"));
  }

  private static void settling(Map<String, Frame> frames) {
    AckEntry first = new AckEntry(3, 2, 6, new long[] {1000, 1001, 1010, 1010});
    AckEntry second = new AckEntry(4, 1, 0, new long[] {0, Integer.MAX_VALUE - 1});
    frames.put("28-ack", new Frame.Ack(1, 11, 7, List.of(first, second)));
    ReleaseEntry release =
        new ReleaseEntry(3, 2, 6, new long[] {1000, 1000, 1001, 1010}, new boolean[] {true, false});
    frames.put("29-release", new Frame.Release(1, 12, 7, List.of(release)));
    frames.put("2a-handed-over", new Frame.HandedOver(1, 3, 128));
    frames.put("30-commit", new Frame.Commit(1, 13, 5, 7, List.of(first)));
    frames.put("30-commit-sends-only", new Frame.Commit(1, 14, 6, 7, List.of()));
    frames.put(
        "31-rollback",
        new Frame.Rollback(
            1, 15, 7, List.of(new Frame.HandOver(3, 128), new Frame.HandOver(4, 0))));
    frames.put("32-query-outcome", new Frame.QueryOutcome(0, 16, 1, 5));
    frames.put("33-outcome", new Frame.Outcome(0, 16, true));
  }

  private static ByteBuffer bytes(String name) {
    return ByteBuffer.wrap(HexVector.read(name));
  }
}
