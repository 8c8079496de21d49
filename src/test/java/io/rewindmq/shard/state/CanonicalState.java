// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.ShardEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The durable part of a shard's state as lines that are equal if and only if the states are. */
public final class CanonicalState {
  private final EventCodec codec = new EventCodec();
  private final List<String> lines = new ArrayList<>();

  private CanonicalState() {}

  public static List<String> of(ShardState state) {
    CanonicalState canonical = new CanonicalState();
    canonical.add("shard", state.facts().picture());
    for (DestinationState destination : state.destinations()) {
      canonical.add("destination " + destination.id(), destination.picture());
      destination.partitions().forEach(canonical::addRuns);
    }
    for (GroupState group : state.groups()) {
      if (!group.isVolatile()) {
        canonical.add("group " + group.id(), group.picture());
      }
    }
    state.producers().all().stream()
        .sorted(
            Comparator.comparingLong((ProducerState p) -> p.id().connectionId())
                .thenComparingLong(p -> p.id().number()))
        .forEach(
            p ->
                canonical.lines.add(
                    "producer "
                        + p.id()
                        + " "
                        + p.lastSequence()
                        + " "
                        + p.lastCommitted()
                        + " "
                        + p.lastMillis()
                        + " "
                        + p.gaps().floor()
                        + Arrays.toString(p.gaps().ranges())));
    for (StagedTransaction transaction : state.transactions().all()) {
      for (StagedRun run : transaction.runs()) {
        canonical.lines.add(
            "staged "
                + transaction.id()
                + " "
                + run.ordinal()
                + " "
                + run.destination()
                + " "
                + run.count()
                + " "
                + run.position()
                + " "
                + run.bytes());
      }
    }
    return canonical.lines;
  }

  private void add(String name, List<ShardEvent> picture) {
    for (ShardEvent event : picture) {
      ByteBuffer bytes = codec.encode(event);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      lines.add(name + " " + HexFormat.of().formatHex(copy));
    }
  }

  private void addRuns(PartitionState partition) {
    for (int row = 0; row < partition.runs().size(); row++) {
      lines.add("run " + partition.key() + " " + partition.runs().run(row));
    }
  }
}
