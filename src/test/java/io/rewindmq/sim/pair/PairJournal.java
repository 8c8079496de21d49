// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalFullException;
import io.rewindmq.journal.JournalListener;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.EpochStart;
import io.rewindmq.replication.ReplicaLog;
import io.rewindmq.replication.agreement.Member;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimExecutors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The journal, and the numbers that are its state. */
final class PairJournal implements ReplicaLog {
  static final JournalOptions OPTIONS = new JournalOptions(64 << 10, 16 << 10, 4 << 10, 8 << 10, 1);

  private final Member self;
  private final SimDisk disk;
  private final SimExecutors threads;
  private final PairWorld world;
  private final PairDefect defect;
  private final AtomicLong origin;
  private final Runnable progressed;
  private final List<PairMachine.Entry> entries = new ArrayList<>();
  private final List<long[]> waiting = new ArrayList<>();
  private Journal journal;
  private long left;
  private long epoch;
  private boolean isSeen;

  /**
   * Recovers what is on the disk.
   *
   * @param origin number of the folder that the journal began in; it lasts as long as the disk
   * @param progressed hears when more is written or forced
   */
  PairJournal(
      Member self,
      SimDisk disk,
      SimExecutors threads,
      PairWorld world,
      PairDefect defect,
      AtomicLong origin,
      Runnable progressed) {
    this.self = self;
    this.disk = disk;
    this.threads = threads;
    this.world = world;
    this.defect = defect;
    this.origin = origin;
    this.progressed = progressed;
    this.journal = open(Long.MAX_VALUE);
  }

  private Journal open(long cut) {
    entries.clear();
    waiting.clear();
    left = 0;
    isSeen = false;
    Journal[] opened = new Journal[1];
    JournalListener listener =
        new JournalListener() {
          @Override
          public void completed(long endPosition, boolean forced) {
            if (journal == opened[0]) {
              progressed.run();
            }
          }

          @Override
          public void failed(DiskFailedException failure) {
            if (journal == opened[0]) {
              throw failure;
            }
          }
        };
    opened[0] =
        Journal.open(
            OPTIONS,
            disk,
            "journal",
            threads.sometimesAtOnce(ThreadRole.JOURNAL_WRITER),
            threads.of(ThreadRole.HOUSEKEEPER, 8),
            threads.of(ThreadRole.SHARD_LOOP),
            listener);
    var _ = opened[0].recover(this::visit, cut);
    return opened[0];
  }

  private void visit(long position, byte kind, byte version, ByteBuffer payload) {
    entries.add(new PairMachine.Entry(position, payload.getLong()));
  }

  /** What is under way ends first; then everything is made anew from the files. */
  private void reopen(long cut) {
    threads.run();
    journal.close();
    threads.run();
    journal = open(cut);
  }

  void append(long number, int bytes) {
    ByteBuffer to = journal.reserve((byte) 1, (byte) 1, bytes);
    to.putLong(number);
    while (to.hasRemaining()) {
      to.put((byte) number);
    }
    entries.add(new PairMachine.Entry(journal.reservedPosition(), number));
    waiting.add(new long[] {number, journal.openEnd()});
  }

  void release() {
    long to = journal.durablePosition();
    left = Math.max(left, to);
    List<Long> said = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.getFirst()[1] <= to) {
      said.add(waiting.removeFirst()[0]);
    }
    if (!said.isEmpty()) {
      world.confirmed(epoch, said);
    }
  }

  @Override
  public long origin() {
    return origin.get();
  }

  @Override
  public void adopt(long from) {
    origin.set(from);
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public long end() {
    return journal.openEnd();
  }

  @Override
  public long forced() {
    return defect == PairDefect.LYING_DEVICE ? journal.openEnd() : journal.forcedPosition();
  }

  @Override
  public List<EpochStart> epochs() {
    return journal.epochs();
  }

  @Override
  public @Nullable ByteBuffer batchFrom(long position) {
    return journal.batchFrom(position);
  }

  @Override
  public long endOf(ByteBuffer batch) {
    return Journal.endOf(batch);
  }

  @Override
  public void follow(ByteBuffer batch) {
    try {
      long _ = journal.follow(batch, this::visit);
    } catch (JournalFullException e) {
      throw new DiskFullException("the backup's disk is full", e);
    }
  }

  @Override
  public void force() {
    journal.requireForce();
    journal.flush();
  }

  @Override
  public void truncateTo(long position) {
    world.note(self.name() + " cuts its journal from " + end() + " to " + position);
    if (defect != PairDefect.NO_CUT) {
      reopen(position);
    }
  }

  @Override
  public long lead(long newEpoch) {
    world.note(self.name() + " leads in epoch " + newEpoch);
    epoch = newEpoch;
    isSeen = false;
    if (origin.get() == 0) {
      origin.set(self.store());
    }
    journal.startEpoch(newEpoch);
    append(-newEpoch, 16);
    waiting.clear();
    force();
    return journal.openEnd();
  }

  @Override
  public void stepDown(String reason) {
    world.note(self.name() + " steps down: " + reason);
    reopen(Long.MAX_VALUE);
  }

  @Override
  public long limit(long position) {
    if (defect != PairDefect.NO_LIMIT) {
      journal.replicatedTo(Math.max(position, left));
    }
    return left;
  }

  Journal journal() {
    return journal;
  }

  List<PairMachine.Entry> entries() {
    return entries;
  }

  /** Whether somebody has looked at it in this reign; if not, somebody has now. */
  boolean see() {
    boolean wasSeen = isSeen;
    isSeen = true;
    return wasSeen;
  }
}
