// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.record.OperationId;
import io.rewindmq.testkit.Microbenchmark;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Acknowledged offsets as a journal entry. */
public class SettledCodecBenchmark extends Microbenchmark {
  /** Of 64 messages each. */
  @Param({"1", "100"})
  int ranges;

  private final EventCodec codec = new EventCodec();
  private ShardEvent.Settled event;
  private ByteBuffer entry;

  @Setup
  public void setUp() {
    LongList offsets = new LongList();
    for (int i = 0; i < ranges; i++) {
      offsets.add(1_000_000_000L + i * 128L);
      offsets.add(1_000_000_063L + i * 128L);
    }
    event =
        new ShardEvent.Settled(
            new OperationId(-5, 17), SettleReason.ACKNOWLEDGED, 4, 1, 0, offsets);
    ByteBuffer encoded = encode();
    entry = ByteBuffer.allocate(encoded.remaining()).put(encoded).flip();
    require(decode().equals(event), "the same event");
  }

  @Benchmark
  public ByteBuffer encode() {
    return codec.encode(event);
  }

  @Benchmark
  public ShardEvent decode() {
    return EventCodec.decode(
        EntryKind.SETTLED, EventCodec.versionOf(EntryKind.SETTLED), entry.rewind());
  }
}
