// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.protocol.HexVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCodecTest {
  private static final long SEED = Long.getLong("rewind.seed", 20261120);

  private final MessageWriter writer = new MessageWriter(1 << 20);

  @Test
  void readsWhatItWrites() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      Object value = value(random, i % 11);
      ByteBuffer bytes = written(value);
      ByteBuffer skipped = bytes.duplicate();
      ValueCodec.skip(skipped);

      assertThat(ValueCodec.read(bytes)).as("-Drewind.seed=%d, value %d", SEED, i).isEqualTo(value);
      assertThat(bytes.hasRemaining()).isFalse();
      assertThat(skipped.hasRemaining()).isFalse();
    }
  }

  @Test
  void keepsNumbersBitByBit() {
    float quietNan = Float.intBitsToFloat(0x7fc12345);
    assertThat(Float.floatToRawIntBits((Float) again(quietNan))).isEqualTo(0x7fc12345);
    assertThat(Double.doubleToRawLongBits((Double) again(-0.0))).isEqualTo(Long.MIN_VALUE);
    assertThat(again('\ud800')).isEqualTo('\ud800');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "03 00",
        "05 000000",
        "06 00000000000000",
        "09",
        "09 000000",
        "09 00000001",
        "09 80000000 00",
        "0a ffffffff 00",
        "0a 00000002 00",
        "0b",
        "7f",
        "80",
        "ff 00000000"
      })
  void refusesWhatIsNoValue(String hex) {
    ByteBuffer bytes = ByteBuffer.wrap(HexVector.parse(hex));

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> ValueCodec.skip(bytes))
        .withMessageStartingWith("value");
    assertThat(bytes.position()).isZero();
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> ValueCodec.read(bytes))
        .withMessageStartingWith("value");
  }

  private Object again(Object value) {
    return Objects.requireNonNull(ValueCodec.read(written(value)));
  }

  private ByteBuffer written(@Nullable Object value) {
    writer.begin(0, 0, BodyType.STREAM, 0, 0, 0, 0).beginProperties().beginBody();
    ValueCodec.write(value, writer);
    ByteBuffer element = writer.finish();
    int from = MessageLayout.MIN_ELEMENT_BYTES;
    return ByteBuffer.allocate(element.remaining() - from).put(element.position(from)).flip();
  }

  private static @Nullable Object value(Random random, int type) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return switch (type) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (byte) random.nextInt();
      case 3 -> (short) random.nextInt();
      case 4 -> (char) random.nextInt();
      case 5 -> random.nextInt();
      case 6 -> random.nextLong();
      case 7 -> random.nextFloat();
      case 8 -> random.nextDouble();
      case 9 -> new String(bytes, StandardCharsets.UTF_16BE).replaceAll("\\p{Cs}", "x");
      default -> bytes;
    };
  }
}
