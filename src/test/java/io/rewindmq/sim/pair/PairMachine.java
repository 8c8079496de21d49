// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.replication.FeedOptions;
import io.rewindmq.replication.Pair;
import io.rewindmq.replication.PeerLink;
import io.rewindmq.replication.agreement.Member;
import io.rewindmq.replication.agreement.ModelClock;
import io.rewindmq.replication.agreement.ModelRows;
import io.rewindmq.replication.agreement.PairAgreement;
import io.rewindmq.replication.agreement.PairOptions;
import io.rewindmq.replication.agreement.RowAnswer;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimExecutors;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One machine of a pair: its disk, and a broker on it that keeps numbers in a real journal. */
final class PairMachine implements ModelRows.Client {
  private static final int ENTRY_BYTES_MAX = 1_500;

  /** An entry: where it lies, its number, and the end that it is complete with. */
  record Entry(long position, long number) {}

  private final int end;
  private final PairOptions options;
  private final PairWorld world;
  private final SimRandom random;
  private final ModelClock clock;
  private final PairDefect defect;
  private final SimDisk disk;
  private final Member self;
  private SimExecutors threads;
  private @Nullable Pair pair;
  private @Nullable PairJournal log;
  private final AtomicLong origin = new AtomicLong();
  private int life;
  private boolean isPaused;
  private boolean isCutFromDatabase;

  PairMachine(
      int end,
      PairOptions options,
      PairWorld world,
      SimRandom random,
      ModelClock clock,
      PairDefect defect) {
    this.defect = defect;
    this.end = end;
    this.options = options;
    this.world = world;
    this.random = random;
    this.clock = clock;
    this.disk = new SimDisk(random.nextLong());
    this.self = new Member(options.name(), random.nextLong());
    this.threads = new SimExecutors(random.nextLong());
  }

  SimDisk disk() {
    return disk;
  }

  boolean isAlive() {
    return pair != null;
  }

  boolean isRunning() {
    return pair != null && !isPaused;
  }

  void pause(boolean pause) {
    isPaused = pause;
  }

  void cutFromDatabase(boolean cut) {
    isCutFromDatabase = cut;
  }

  @Override
  public boolean isCutFromDatabase() {
    return isCutFromDatabase;
  }

  @Override
  public int life() {
    return life;
  }

  // Its life.

  /** Starts, unless the disk does not let it. */
  void start() {
    threads = new SimExecutors(random.nextLong());
    isCutFromDatabase = false;
    try {
      PairJournal recovered =
          new PairJournal(self, disk, threads, world, defect, origin, this::progressed);
      log = recovered;
      pair =
          new Pair(
              options,
              new FeedOptions("sim", 4_000, 2_000, PairJournal.OPTIONS.segmentBytes()),
              self,
              recovered,
              world.rows().seenBy(this),
              () -> world.network().dial(end),
              clock.nanos());
      world.note(options.name() + " starts, its journal ends at " + recovered.end());
    } catch (SimDisk.MachineStopped e) {
      die(true);
    } catch (DiskFailedException | DiskFullException e) {
      die(false);
    }
  }

  private void progressed() {
    Pair running = pair;
    if (running != null) {
      running.progressed(clock.nanos());
    }
  }

  void die(boolean isMachine) {
    world.note(options.name() + (isMachine ? ": the machine stops" : ": the process ends"));
    pair = null;
    log = null;
    life++;
    isPaused = false;
    threads.clear();
    world.network().died(end);
    if (isMachine) {
      disk.crash();
    } else {
      disk.kill();
    }
  }

  /** Does something as the running broker; its disk may end it. */
  private void act(Work work) {
    Pair present = pair;
    PairJournal replica = log;
    if (present == null || replica == null) {
      return;
    }
    try {
      work.run(present, replica);
    } catch (SimDisk.MachineStopped e) {
      die(true);
    } catch (DiskFailedException e) {
      world.note(options.name() + " has a disk that failed");
      present.failed();
    }
  }

  private interface Work {
    void run(Pair running, PairJournal replica);
  }

  boolean hasFailed() {
    Pair present = pair;
    return present != null && present.agreement().role() == PairAgreement.Role.FAILED;
  }

  boolean mayServe() {
    Pair present = pair;
    return present != null
        && (defect == PairDefect.NO_LEASE
            ? present.agreement().role() == PairAgreement.Role.PRIMARY
            : present.mayServe(clock.nanos()));
  }

  // What happens to it.

  @Override
  public void answered(int ofLife, RowAnswer answer) {
    if (ofLife == life) {
      world.whenRunning(
          this, () -> act((running, replica) -> running.answered(answer, clock.nanos())));
    }
  }

  void connected(PeerLink link, boolean isDialer) {
    act((running, replica) -> running.connected(link, isDialer, clock.nanos()));
  }

  void received(PeerLink link, ByteBuffer frame) {
    act((running, replica) -> running.received(link, frame, clock.nanos()));
  }

  void disconnected(PeerLink link) {
    act((running, replica) -> running.disconnected(link));
  }

  // What it does.

  void tick() {
    act((running, replica) -> running.tick(clock.nanos()));
  }

  /** The end of a turn, and a task of another thread. */
  void turn() {
    act(
        (running, replica) -> {
          replica.journal().flush();
          boolean _ = threads.step();
        });
  }

  /** All of them. */
  boolean turnUntilQuiet() {
    boolean[] isBusy = {false};
    act(
        (running, replica) -> {
          replica.journal().flush();
          isBusy[0] = threads.step();
          threads.run();
        });
    return isBusy[0];
  }

  /** A client sends something. */
  void work() {
    act(
        (running, replica) -> {
          if (mayServe() && replica.journal().hasRoomFor(ENTRY_BYTES_MAX, false)) {
            replica.append(world.nextNumber(), 8 + random.nextInt(ENTRY_BYTES_MAX - 8));
            replica.journal().requireForce();
          }
        });
  }

  /** What may be said is said: clients hear of it. */
  void release() {
    act(
        (running, replica) -> {
          if (mayServe()) {
            replica.release();
          }
        });
  }

  void handOver() {
    act(
        (running, replica) -> {
          if (running.handOver(clock.nanos())) {
            world.note(options.name() + " hands over");
          }
        });
  }

  void promoteByForce() {
    act((running, replica) -> running.agreement().promoteByForce());
  }

  /** All entries it has. */
  List<Entry> entries() {
    PairJournal replica = log;
    return replica == null ? List.of() : replica.entries();
  }

  /** The beginning of a reign, once: whether it has opened its doors since it was last asked. */
  boolean isNew() {
    PairJournal replica = log;
    return replica != null && mayServe() && !replica.see();
  }

  Set<Long> numbers() {
    Set<Long> numbers = new HashSet<>();
    entries().forEach(entry -> numbers.add(entry.number()));
    return numbers;
  }

  @Override
  public String toString() {
    Pair present = pair;
    return present == null
        ? options.name() + " is dead"
        : present.agreement().describe() + ", end " + (log == null ? 0 : log.end());
  }
}
