// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.journal.Journal;
import io.rewindmq.journal.SegmentRange;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.storage.MessageStore;
import java.util.List;

/**
 * Keeps the journal short. Each closed segment's messages are moved to partition logs; once the
 * journal is longer than its target, what only its oldest segments tell is carried forward, and
 * they are freed.
 *
 * <p>Nothing runs while no segment is closed and no partition log holds anything.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Upkeep {
  private static final long RETENTION_MILLIS = 60_000;
  private static final long RETRY_MILLIS = 10_000;

  /** How often room is looked for while the disk is full. */
  private static final long ROOM_MILLIS = 1_000;

  private enum Phase {
    IDLE,
    /** Messages are being copied. */
    MATERIALIZING,
    /** Pictures are being written, a bounded number a turn. */
    CARRYING,
    /** What was carried is on its way to the disk. */
    SECURING,
    /** Ready to be freed as soon as nobody reads the journal's files. */
    FREEING
  }

  private final Journal journal;
  private final MessageStore store;
  private final DispatchEngine engine;
  private final RunReader.JournalReads journalReads;
  private final long journalBytesTarget;
  private final Materializer materializer;
  private final CarryForward carryForward;
  private final ExpirySweep expirySweep;
  private Phase phase = Phase.IDLE;
  private boolean wanted = true;

  /** Exclusive: what lies below has been moved, as far as it could. */
  private long materializedBelow;

  private long freeBelow;
  private long retentionDue;
  private long roomDue;

  /** 0 = no longer waiting for room, nor for a fault to pass. */
  private long blockedUntil;

  /**
   * @param journalBytesTarget journal length beyond which segments are freed
   * @param producerIdleMillis after which a producer is not carried forward any more
   */
  public Upkeep(
      Journal journal,
      MessageStore store,
      DispatchEngine engine,
      long journalBytesTarget,
      long producerIdleMillis) {
    this.journal = journal;
    this.store = store;
    this.engine = engine;
    this.journalReads = engine.sources().reads();
    this.journalBytesTarget = journalBytesTarget;
    this.materializer = new Materializer(engine.state(), engine.log(), store);
    this.expirySweep = new ExpirySweep(engine.state(), engine.log(), engine.transfers());
    this.carryForward =
        new CarryForward(
            engine.state(), engine.log(), store, engine.sources().faults(), producerIdleMillis);
  }

  /**
   * As {@link Recovery#run}; before anything else is done with the engine.
   *
   * @param now milliseconds since 1970
   */
  public static void recover(Journal journal, MessageStore store, DispatchEngine engine, long now) {
    Recovery.run(engine.state(), journal, store, engine.log(), now);
  }

  /** The journal has grown: a segment may have been closed. */
  public void journalGrew() {
    wanted = true;
  }

  /** When something is to be done for the sake of time, milliseconds since 1970. */
  public long nextDueMillis() {
    long due = Math.min(retentionDue, expirySweep.nextDueMillis());
    due = blockedUntil == 0 ? due : Math.min(due, blockedUntil);
    return isDiskFull() ? Math.min(due, roomDue) : due;
  }

  /**
   * Does a bounded amount.
   *
   * @return whether there is more to do in the next turn
   */
  public boolean step(long now) {
    if (now >= expirySweep.nextDueMillis()) {
      expirySweep.run(now);
    }
    if (now >= retentionDue) {
      applyRetention(now);
    }
    if (isDiskFull() && now >= roomDue) {
      roomDue = now + ROOM_MILLIS;
      wanted = true;
      materializer.makeRoom();
      journal.lookForRoom();
    }
    if (blockedUntil != 0 && now >= blockedUntil) {
      blockedUntil = 0;
      wanted = true;
    }
    return switch (phase) {
      case IDLE -> {
        if (wanted) {
          wanted = false;
          begin(now);
        }
        yield phase == Phase.CARRYING;
      }
      case CARRYING -> {
        carry(now);
        yield phase == Phase.CARRYING && !carryForward.isReading();
      }
      case FREEING -> {
        free();
        yield phase == Phase.IDLE && wanted;
      }
      case MATERIALIZING, SECURING -> false;
    };
  }

  private boolean isDiskFull() {
    return journal.isDiskFull() || store.isDiskFull();
  }

  /**
   * With a full disk, room comes first: what is moved already is freed, and then one segment is
   * moved, without its history.
   */
  private void begin(long now) {
    List<SegmentRange> closed = journal.closedSegments();
    if (closed.isEmpty() || carryForward.isBlocked() || blockedUntil != 0) {
      return;
    }
    long unmoved = materializer.oldestPosition();
    boolean isFull = isDiskFull();
    boolean canFree = isFull && closed.getFirst().end() <= unmoved;
    long end = isFull ? closed.getFirst().end() : closed.getLast().end();
    if (!canFree && end > materializedBelow) {
      materializedBelow = end;
      if (materializer.start(end, isFull, complete -> materialized(complete, now))) {
        phase = Phase.MATERIALIZING;
        return;
      }
    }
    long below = closed.getFirst().base();
    for (SegmentRange segment : closed) {
      boolean isWanted = isFull ? segment.end() <= unmoved : isTooLong(below);
      below = isWanted ? segment.end() : below;
    }
    if (below > closed.getFirst().base()) {
      freeBelow = below;
      phase = Phase.CARRYING;
    }
  }

  private boolean isTooLong(long from) {
    return journal.openEnd() - from > journalBytesTarget;
  }

  private void materialized(boolean isComplete, long now) {
    phase = Phase.IDLE;
    if (isComplete) {
      wanted = true;
      applyRetention(now);
    } else {
      materializedBelow = 0;
      blockedUntil = now + (isDiskFull() ? ROOM_MILLIS : RETRY_MILLIS);
    }
  }

  private void carry(long now) {
    if (carryForward.isBlocked()) {
      phase = Phase.IDLE;
      return;
    }
    if (!carryForward.isReading() && carryForward.step(freeBelow, now)) {
      phase = Phase.SECURING;
      engine.log().force();
      engine.outcomes().add(engine.log().end(), () -> phase = Phase.FREEING);
    } else if (carryForward.isStuck()) {
      phase = Phase.IDLE;
      blockedUntil = now + ROOM_MILLIS;
    }
  }

  private void free() {
    if (!journalReads.isIdle()) {
      return;
    }
    phase = Phase.IDLE;
    if (materializer.oldestPosition() >= freeBelow) {
      journal.free(freeBelow);
      wanted = true;
    } else {
      materializedBelow = 0; // committed after its segment was moved
      wanted = true;
    }
  }

  private void applyRetention(long now) {
    boolean hasStored = materializer.applyRetention(now);
    retentionDue = hasStored ? now + RETENTION_MILLIS : Long.MAX_VALUE;
  }
}
