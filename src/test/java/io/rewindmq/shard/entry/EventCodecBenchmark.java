// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.record.Elements;
import io.rewindmq.testkit.EncodedRuns;
import io.rewindmq.testkit.Microbenchmark;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A run of messages on its way into the journal and, at recovery, out of it. */
public class EventCodecBenchmark extends Microbenchmark {
  @Param({"1", "64"})
  int messages;

  @Param({"100", "1024"})
  int bodyBytes;

  private final MessageFacts facts = new MessageFacts();
  private ByteBuffer elements;
  private ByteBuffer entry;
  private ShardEvent.Appended event;

  @Setup
  public void setUp() {
    elements = EncodedRuns.of(messages, bodyBytes);
    event =
        new ShardEvent.Appended(
            3, 0, new ProducerId(1, 1), messages, 0, 1000, 1, elements.remaining(), facts);
    entry = ByteBuffer.allocate(EventCodec.APPENDED_HEADER_BYTES + elements.remaining());
    require(scan(), "whole messages");
    encodeAppended();
    require(decodeAppended() instanceof ShardEvent.Appended read && sameAs(read), "the same event");
    require(verifyChecksums() == null, "right checksums");
  }

  private boolean sameAs(ShardEvent.Appended read) {
    return read.bytes() == event.bytes() && read.facts().count() == messages;
  }

  /** Finds the messages and their facts, as for every run that is taken. */
  @Benchmark
  public boolean scan() {
    return ElementScanner.scan(elements, messages, facts);
  }

  /** What a run is checked with when it is read from a disk. */
  @Benchmark
  public Elements.@Nullable Damage verifyChecksums() {
    return Elements.verify(elements, messages);
  }

  /** Head and elements, copied as into the journal's batch. */
  @Benchmark
  public ByteBuffer encodeAppended() {
    ByteBuffer to = entry.clear();
    EventCodec.putHeader(event, to);
    return to.put(elements.duplicate()).flip();
  }

  @Benchmark
  public ShardEvent decodeAppended() {
    return EventCodec.decode(
        EventCodec.APPENDED, EventCodec.versionOf(EventCodec.APPENDED), entry.rewind());
  }
}
