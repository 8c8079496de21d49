// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.journal.EntryVisitor;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalListener;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.CanonicalState;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.shard.upkeep.Recovery;
import io.rewindmq.testkit.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compares a living shard with the state that its journal tells of. */
public final class RebuiltState {
  private static final String FOLDER = "journal";

  private RebuiltState() {}

  /**
   * The lines in which both differ.
   *
   * @param live quiet: everything logged is written
   * @param disk not touched: the replay runs on a copy
   */
  public static List<String> differences(Shard live, SimDisk disk, JournalOptions options) {
    List<String> differences = new ArrayList<>();
    List<String> kept = CanonicalState.of(live.state());
    List<String> rebuilt = CanonicalState.of(replayed(disk, options));
    kept.stream()
        .filter(line -> !rebuilt.contains(line))
        .forEach(line -> differences.add("only live: " + line));
    rebuilt.stream()
        .filter(line -> !kept.contains(line))
        .forEach(line -> differences.add("only replayed: " + line));
    return differences;
  }

  private static ShardState replayed(SimDisk disk, JournalOptions options) {
    ShardState state = new ShardState();
    recover(
        disk,
        options,
        (position, kind, version, payload) ->
            Recovery.apply(state, position, kind, version, payload));
    state.recovered();
    return state;
  }

  /** Gives every entry of a journal. */
  public static void entries(SimDisk disk, JournalOptions options, Consumer<ShardEvent> visitor) {
    recover(
        disk,
        options,
        (position, kind, version, payload) ->
            visitor.accept(EventCodec.decode(kind, version, payload)));
  }

  private static void recover(SimDisk disk, JournalOptions options, EntryVisitor visitor) {
    SimDisk copy = new SimDisk(1);
    disk.files().stream()
        .filter(name -> name.startsWith(FOLDER + "/"))
        .forEach(name -> copy.replace(name, disk.bytes(name)));
    try (Journal journal =
        Journal.open(
            options, copy, FOLDER, Runnable::run, Runnable::run, Runnable::run, new Listener())) {
      journal.recover(visitor);
    }
  }

  /** Nothing is written, so nothing is heard. */
  private static final class Listener implements JournalListener {
    @Override
    public void completed(long endPosition, boolean forced) {}

    @Override
    public void failed(DiskFailedException failure) {
      throw failure;
    }
  }
}
