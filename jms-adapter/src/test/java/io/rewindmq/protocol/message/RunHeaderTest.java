// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.protocol.HexVector;
import io.rewindmq.protocol.Mutations;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHeaderTest {
  private static final RunHeader RUN = new RunHeader(1000, 1_790_000_000_123L, 2, 151, 1, 0);
  private static final RunHeader REPLAYED = new RunHeader(1010, 1_790_000_000_456L, 1, 75, 3, 3);

  @Test
  void readsTheVectors() {
    ByteBuffer run = ByteBuffer.wrap(HexVector.read("run"));
    assertThat(RunHeader.read(run)).isEqualTo(RUN);
    assertThat(run.remaining()).isEqualTo(151);
    assertThat(RUN.isRedelivered()).isFalse();
    assertThat(RUN.isReplayed()).isFalse();
    ElementCursor cursor = new ElementCursor().over(run);
    for (int i = 0; i < RUN.count(); i++) {
      assertThat(cursor.next()).isTrue();
      cursor.verify();
    }
    assertThat(cursor.next()).isFalse();

    RunHeader replayed = RunHeader.read(ByteBuffer.wrap(HexVector.read("run-replayed")));
    assertThat(replayed).isEqualTo(REPLAYED);
    assertThat(replayed.isRedelivered()).isTrue();
    assertThat(replayed.isReplayed()).isTrue();
  }

  @Test
  void writesTheVectors() {
    assertThat(written(RUN)).isEqualTo(ByteBuffer.wrap(HexVector.read("run"), 0, 28));
    assertThat(written(REPLAYED)).isEqualTo(ByteBuffer.wrap(HexVector.read("run-replayed"), 0, 28));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run-replayed"})
  void readsOrRefusesWhateverIsNearlyARun(String name) {
    byte[] run = HexVector.read(name);
    Mutations mutations =
        new Mutations(MalformedMessageException.class)
            .truncate(run, RunHeader::read)
            .changeEachByte(run, RunHeader::read);

    assertThat(mutations.refused()).isPositive();
    assertThat(mutations.taken()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffffff 0000000000000000 00000001 0000004a 0001 0000",
        "7fffffffffffffff 0000000000000000 00000001 0000004a 0001 0000",
        "0000000000000000 0000000000000000 00000000 0000004a 0001 0000",
        "0000000000000000 0000000000000000 00000002 0000004a 0001 0000",
        "0000000000000000 0000000000000000 80000000 0000004a 0001 0000",
        "0000000000000000 0000000000000000 00000001 0000004b 0001 0000",
        "0000000000000000 0000000000000000 00000001 ffffffff 0001 0000"
      })
  void refusesNumbersThatContradictEachOther(String header) {
    ByteBuffer run = ByteBuffer.allocate(28 + 74);
    run.put(HexFormat.of().parseHex(header.replace(" ", ""))).rewind();

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> RunHeader.read(run))
        .withMessageStartingWith("not a run: ");
  }

  @Test
  void countsNoHigherThanSixteenBits() {
    assertThat(RunHeader.read(ByteBuffer.wrap(withRoom(70_000))).deliveryCount()).isEqualTo(65535);
  }

  private static byte[] withRoom(int deliveryCount) {
    ByteBuffer out = ByteBuffer.allocate(28 + 74);
    RunHeader.write(out, 0, 0, 1, 74, deliveryCount, 0);
    return out.array();
  }

  private static ByteBuffer written(RunHeader header) {
    ByteBuffer out = ByteBuffer.allocate(RunHeader.BYTES);
    header.write(out);
    return out.flip();
  }
}
