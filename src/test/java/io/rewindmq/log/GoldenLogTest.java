// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The released format of partition logs, version 1: written and read as the vectors say. */
class GoldenLogTest {
  private static final String SEGMENT = "log/7/2/00000000000000000100.log";
  private static final String INDEX = "log/7/2/00000000000000000100.index";
  private static final long MILLIS = 1_700_000_000_000L;
  private static final RunBytes FIRST = TestRuns.run(100, 2, MILLIS, 0);
  private static final RunBytes SECOND = TestRuns.run(105, 1, MILLIS + 1, 4);

  private final CrashDisk disk = new CrashDisk(1);
  private final FilePool pool = new FilePool(disk, 1);
  private byte[] segment = {};
  private byte[] index = {};

  @BeforeEach
  void load() throws IOException {
    segment = vector("partition-log.hex");
    index = vector("partition-index.hex");
  }

  private static byte[] vector(String name) throws IOException {
    try (InputStream in = GoldenLogTest.class.getResourceAsStream("/disk/v1/" + name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String digits =
          text.lines().map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    }
  }

  private PartitionLog newLog() {
    LogOptions options = new LogOptions(4096, 1000, 64, 1);
    return new PartitionLog(new PartitionKey(7, 2), "log/7/2", disk, pool, options);
  }

  @Test
  void isWrittenAsReleased() {
    PartitionLog log = newLog();
    log.append(FIRST);
    log.append(SECOND);
    log.skipTo(110);
    log.force();
    assertThat(disk.files()).containsExactly(INDEX, SEGMENT);
    assertThat(disk.bytes(SEGMENT)).isEqualTo(segment);
    assertThat(disk.bytes(INDEX)).isEqualTo(index);
  }

  @Test
  void isReadAsReleased() {
    disk.replace(SEGMENT, segment);
    disk.replace(INDEX, index);
    PartitionLog log = newLog();
    log.open(110);
    assertThat(log.startOffset()).isEqualTo(100);
    assertThat(log.read(0, 1 << 20)).containsExactly(FIRST, SECOND);
    assertThat(log.offsetAtOrAfter(MILLIS)).isEqualTo(100);
    assertThat(log.offsetAtOrAfter(MILLIS + 1)).isEqualTo(105);
    assertThat(log.offsetAtOrAfter(MILLIS + 2)).isEqualTo(110);
    assertThat(disk.bytes(SEGMENT)).isEqualTo(segment);
    assertThat(disk.bytes(INDEX)).isEqualTo(index);
  }

  @Test
  void everyFlippedBitOfASegmentIsAnError() {
    for (int bit = 0; bit < segment.length * 8; bit++) {
      disk.replace(SEGMENT, segment);
      disk.replace(INDEX, index);
      disk.flipBit(SEGMENT, bit);
      assertThatThrownBy(this::readAll)
          .as("bit %d", bit)
          .isInstanceOfSatisfying(
              CorruptDataException.class, e -> assertThat(e.file()).isEqualTo("disk:" + SEGMENT));
    }
  }

  private void readAll() {
    PartitionLog log = newLog();
    log.open(110);
    log.offsetAtOrAfter(0);
    LogModel.readAll(log);
  }

  @Test
  void everyFlippedBitOfAnIndexIsHealed() {
    for (int bit = 0; bit < index.length * 8; bit++) {
      disk.replace(SEGMENT, segment);
      disk.replace(INDEX, index);
      disk.flipBit(INDEX, bit);
      PartitionLog log = newLog();
      log.open(110);
      assertThat(log.read(104, 1 << 20)).containsExactly(SECOND);
      assertThat(disk.bytes(INDEX)).isEqualTo(index);
    }
  }
}
