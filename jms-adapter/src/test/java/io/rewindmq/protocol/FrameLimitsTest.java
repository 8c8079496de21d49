// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FrameLimitsTest {
  private static final String LONGEST = "x".repeat(ProtocolLimits.STRING_BYTES_MAX);

  @Test
  void carriesTheLongestStringAndNoLonger() {
    Frame.Unsubscribe frame = (Frame.Unsubscribe) again(new Frame.Unsubscribe(1, 1, LONGEST));

    assertThat(frame.name()).isEqualTo(LONGEST);
    refused(
        () -> FrameCodec.encode(new Frame.Unsubscribe(1, 1, LONGEST + "x")),
        "a text of 65535 bytes does not fit a frame; at most 65534 are allowed");
    refused(
        () -> FrameCodec.encode(new Frame.Unsubscribe(1, 1, "€".repeat(30_000))),
        "a text of 90000 bytes");
  }

  @Test
  void cutsTheTextOfAnError() {
    String text = "e".repeat(ProtocolLimits.ERROR_TEXT_LENGTH_MAX - 1) + "\ud83d\ude00";
    Frame.Failure failure = (Frame.Failure) again(new Frame.Failure(ErrorCode.UNAVAILABLE, text));

    assertThat(failure.text()).isEqualTo(text.substring(0, text.length() - 2));
    ErrorCode code = ErrorCode.SELECTOR_INVALID;
    assertThat(((Frame.RequestFailed) again(new Frame.RequestFailed(1, 2, code, LONGEST))).text())
        .hasSize(ProtocolLimits.ERROR_TEXT_LENGTH_MAX);
    assertThat(((Frame.SendRejected) again(new Frame.SendRejected(1, 2, 3, code, LONGEST))).text())
        .hasSize(ProtocolLimits.ERROR_TEXT_LENGTH_MAX);
  }

  @Test
  void carriesSoManyOptionsAndNoMore() {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < ProtocolLimits.HELLO_OPTIONS_MAX; i++) {
      options.put("o" + i, "v");
    }
    assertThat(((Frame.Hello) again(hello(options))).options()).isEqualTo(options);

    options.put("more", "v");
    refused(() -> FrameCodec.encode(hello(options)), "257 options");
    refused(hello("01 01 00 00 00 00"), "at most 256 options, got 257");
    refused(hello("00 02 0001 61 0000 0001 61 0000"), "each option once, got a twice");
  }

  @Test
  void refusesToWriteWhatDoesNotFit() {
    refused(() -> FrameCodec.encode(new Frame.Ok(65536, 1)), "a channel of 0 to 65535, got 65536");
    refused(() -> FrameCodec.encode(new Frame.Ok(-1, 1)), "a channel of 0 to 65535, got -1");
    refused(
        () -> FrameCodec.encode(new Frame.Destination(0, 1, 1, 65536, "q")),
        "a field of 16 bits takes 0 to 65535, not 65536");
    AckEntry entry = new AckEntry(1, 1, 0, new long[2 * 65536]);
    refused(
        () -> FrameCodec.encode(new Frame.Ack(1, 1, 1, List.of(entry))),
        "65536 items do not fit a frame; at most 65535 are allowed");
  }

  @Test
  void refusesFramesItDoesNotKnow() {
    refused("", "at least 4 bytes after its length, got 0");
    refused("03 00 00", "at least 4 bytes after its length, got 3");
    refused("00 00 0000", "unknown frame type 0");
    refused("ff 00 0000", "unknown frame type 255");
    refused("03 01 0000", "HEARTBEAT: expected flags of 0, got 1");
    refused("03 00 0000 00", "HEARTBEAT: expected the end of the frame, got 1 bytes more");
  }

  @Test
  void refusesStringsThatAreNone() {
    refused("40 00 0000 00000001 0003 6162", "UNSUBSCRIBE: expected 3 bytes for name, got 2");
    refused("40 00 0000 00000001 fffe", "expected 65534 bytes for name, got 0");
    refused("40 00 0000 00000001 ffff", "expected a text for name, got null");
    refused("40 00 0000 00000001 0001 ff", "expected UTF-8 for name");
    refused("40 00 0000 00000001 0003 eda080", "expected UTF-8 for name");
  }

  @Test
  void refusesNumbersOutOfRange() {
    String credit = "23 00 0001 00000001 00000001 ";
    refused(credit + "80000000 00000001", "messages of at most 2147483647, got 2147483648");
    refused(credit + "00000001 ffffffff", "bytes of at most 2147483647, got 4294967295");
    refused("2a 00 0001 00000001 8000000000000000", "arrival index of at most");
    refused("10 00 0001 00000001 04 0000000000000001", "acknowledge mode of 0 to 3, got 4");
    refused("12 00 0001 00000001 05 ffff", "destination kind: expected 1 to 4, got 5");
    refused("33 00 0001 00000001 02", "0 or 1 for committed, got 2");
    String consumer = "20 00 0001 00000001 00000001 00000001 ";
    refused(consumer + "06", "subscription kind: expected 0 to 5, got 6");
    refused(consumer + "00 ffff ffff 04", "flags of 0 to 3, got 4");
    String confirmed = "19 00 0001 ";
    refused(confirmed + "0000000000000000 0000000000000001", "a range of sequences, got 0 to 1");
    refused(confirmed + "0000000000000002 0000000000000001", "a range of sequences, got 2 to 1");
  }

  @Test
  void refusesCountsThatTheBytesCannotHold() {
    refused("28 00 0001 00000001 0000000000000001 ffff", "786420 bytes for entries, got 0");
    String entry = "0001 00000001 00000001 0000 ";
    refused("28 00 0001 00000001 0000000000000001" + entry + "ffff", "1048560 bytes for ranges");
    refused("29 00 0001 00000001 0000000000000001" + entry + "ffff", "1114095 bytes for ranges");
    refused("31 00 0001 00000001 0000000000000001 ffff", "786420 bytes for consumers, got 0");
    String send = "18 00 0001 00000001 0000000000000000 0000000000000001 ";
    String element = "00".repeat(74);
    refused(send + "00000000", "a count of elements from 1 to 0 for 0 bytes, got 0");
    refused(send + "00000002" + element, "from 1 to 1 for 74 bytes, got 2");
    refused(send + "7fffffff" + element, "from 1 to 1 for 74 bytes, got 2147483647");
    String deliver = "25 00 0001 00000001 00000001 0000 ";
    refused(deliver + "0000" + element.repeat(2), "a count of runs from 1 to 1");
    refused(deliver + "0002" + element.repeat(2), "a count of runs from 1 to 1");
  }

  @Test
  void refusesSequencesThatRunOver() {
    String element = "00000001" + "00".repeat(74);
    String send = "18 00 0001 00000001 0000000000000000 ";
    refused(send + "0000000000000000" + element, "sequences from 1, got 1 from 0");
    refused(
        send + "7fffffffffffffff" + element, "sequences from 1, got 1 from 9223372036854775807");
    refused(send + "8000000000000000" + element, "first sequence of at most");
  }

  @Test
  void refusesRangesOfOffsetsThatAreNone() {
    String ack = "28 00 0001 00000001 0000000000000001 0001 00000001 00000001 0000 0001 ";
    refused(ack + "ffffffffffffffff 0000000000000001", "offsets, got -1 to 1");
    refused(ack + "0000000000000002 0000000000000001", "offsets, got 2 to 1");
    refused(ack + "0000000000000000 000000007fffffff", "at most 2^31 - 1 offsets");
    refused(ack + "0000000000000000 7fffffffffffffff", "at most 2^31 - 1 offsets");
  }

  @Test
  void takesAnErrorOfANewerPeerAsAnInternalOne() {
    Frame.Failure failure = (Frame.Failure) decode("05 00 0000 fffe 0001 78");

    assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(failure.text()).isEqualTo("x");
  }

  @Test
  void doesNotShowPasswords() {
    Frame hello = new Frame.Hello(1, 1, 1, 0, 1, "id", "joe", "secret", "product", Map.of());

    assertThat(hello.toString()).contains("joe").doesNotContain("secret");
  }

  private static Frame.Hello hello(Map<String, String> options) {
    return new Frame.Hello(1, 1, 1, 0, 1, null, null, null, "", options);
  }

  /** A HELLO whose options are these bytes. */
  private static String hello(String options) {
    return "01 00 0000 52574d51 0001 0001 0000000000000001 00000000 00000001 ffff ffff ffff 0000 "
        + options;
  }

  private static Frame again(Frame frame) {
    return FrameCodec.decode(FrameCodec.encode(frame).position(FrameCodec.LENGTH_BYTES));
  }

  private static Frame decode(String hex) {
    return FrameCodec.decode(ByteBuffer.wrap(HexVector.parse(hex)));
  }

  private static void refused(String hex, String text) {
    refused(() -> decode(hex), text);
  }

  private static void refused(ThrowingCallable call, String text) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
  }
}
