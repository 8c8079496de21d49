// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.sim.shadow.Trace;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Two brokers, their link and their database under faults drawn from one seed. Checked at every
 * step: no two brokers serve at once; whoever leads has everything that was confirmed; no epoch
 * confirms after a later one. At the end everything heals, and the pair must be whole.
 */
final class ModelWorld {
  private static final long MILLI = 1_000_000;
  private static final long LEASE = 2_000 * MILLI;
  private static final int STEPS = 3_000;

  private final SimRandom random;
  private final Trace trace = new Trace();
  private final ModelRows rows;
  private final ModelClock[] clocks = new ModelClock[2];
  private final ModelBroker[] brokers = new ModelBroker[2];
  private final ModelLink link;
  private final List<ModelEntry> confirmed = new ArrayList<>();
  private final Deque<Runnable> afterPause = new ArrayDeque<>();
  private final Hazard hazard;
  private final int faultPercent;
  private long real;
  private long confirmedEpoch;
  private int numbers;

  /** What happens that no agreement can make good. */
  enum Hazard {
    NONE,
    /** Somebody promotes backups by force: what was confirmed may be lost. */
    FORCE,
    /**
     * The database forgets what it had made durable: only that the pair comes to itself is sure.
     */
    FORGETFUL
  }

  ModelWorld(long seed, Hazard hazard) {
    this.random = new SimRandom(seed);
    this.hazard = hazard;
    this.faultPercent = 1 + random.nextInt(8);
    this.rows = new ModelRows(new SimRandom(random.nextLong()));
    Sync acknowledge = random.chance(0.3) ? Sync.RECEIVED : Sync.SYNCED;
    String[] names = random.nextBoolean() ? new String[] {"a", "b"} : new String[] {"b", "a"};
    this.link = new ModelLink(new SimRandom(random.nextLong()), brokers);
    for (int i = 0; i < 2; i++) {
      clocks[i] = new ModelClock(random.nextLong() >> 8, 0.96 + random.nextInt(80) / 1000.0);
      brokers[i] =
          new ModelBroker(
              i,
              new PairOptions(names[i], names[1 - i], LEASE, LEASE / 2, acknowledge, i == 0),
              this,
              new SimRandom(random.nextLong()),
              clocks[i]);
    }
  }

  Trace trace() {
    return trace;
  }

  ModelRows rows() {
    return rows;
  }

  ModelLink link() {
    return link;
  }

  int nextNumber() {
    return ++numbers;
  }

  void note(String what) {
    trace.note(real / MILLI + " ms: " + what);
  }

  void whenRunning(ModelBroker broker, Runnable action) {
    if (broker.isRunning()) {
      action.run();
    } else {
      int life = broker.life();
      afterPause.add(
          () -> {
            if (broker.isAlive() && broker.life() == life) {
              action.run();
            }
          });
    }
  }

  // What must be true.

  void confirmed(ModelBroker by, long epoch, List<ModelEntry> all) {
    if (epoch < confirmedEpoch && hazard != Hazard.FORGETFUL) {
      throw new AssertionError(by + " confirms under " + epoch + " after " + confirmedEpoch);
    }
    confirmedEpoch = epoch;
    if (hazard == Hazard.NONE && !all.containsAll(confirmed)) {
      throw new AssertionError("confirmed entries are lost in epoch " + epoch);
    }
    confirmed.clear();
    confirmed.addAll(all);
    trace.note("confirmed up to " + all.size() + " under " + epoch);
  }

  private void check() {
    if (hazard != Hazard.FORGETFUL && brokers[0].mayServe() && brokers[1].mayServe()) {
      throw new AssertionError("both serve at " + real / MILLI + " ms");
    }
    for (ModelBroker broker : brokers) {
      if (broker.isNew() && hazard == Hazard.NONE && !broker.log().containsAll(confirmed)) {
        throw new AssertionError("the new primary lacks what was confirmed");
      }
    }
  }

  // A run.

  void run() {
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(100) < faultPercent) {
        fault();
      }
      pass(1 + random.nextInt(random.chance(0.05) ? 400 : 20));
      step();
      check();
    }
    heal();
  }

  private void pass(long millis) {
    real += millis * MILLI;
    clocks[0].real(real);
    clocks[1].real(real);
  }

  private void step() {
    ModelBroker broker = brokers[random.nextInt(2)];
    switch (random.nextInt(4)) {
      case 0 -> rows.step();
      case 1 -> link.step();
      default -> {
        if (broker.isRunning()) {
          act(broker);
        }
      }
    }
  }

  private void act(ModelBroker broker) {
    switch (random.nextInt(8)) {
      case 0 -> broker.tick();
      case 1 -> broker.work();
      case 2 -> broker.force();
      case 3 -> broker.release();
      case 4 -> broker.connect();
      case 5, 6 -> broker.send();
      default -> {
        if (random.chance(0.02)) {
          broker.handOver();
        }
      }
    }
  }

  private void fault() {
    int end = random.nextInt(2);
    ModelBroker broker = brokers[end];
    switch (random.nextInt(13)) {
      case 0, 1 -> die(end, random.nextBoolean());
      case 2 -> {
        die(0, true);
        die(1, true);
      }
      case 3, 4 -> start(end);
      case 5 -> link.lose();
      case 6 -> link.cut(end, random.nextBoolean());
      case 7 -> broker.cutFromDatabase(random.nextBoolean());
      case 8 -> rows.setDown(random.nextBoolean());
      case 9 -> {
        if (broker.isAlive()) {
          note("broker " + end + " stands still");
          broker.pause(true);
        }
      }
      case 10 -> resume(end);
      case 11 -> wipe(end);
      default -> {
        if (hazard == Hazard.FORGETFUL && random.chance(0.3)) {
          note("the database forgets");
          rows.forget(1 + random.nextInt(3));
        } else if (hazard == Hazard.FORCE && broker.isRunning() && !broker.isPrimary()) {
          note("force");
          broker.agreement().promoteByForce();
        } else {
          heal(end);
        }
      }
    }
  }

  private void die(int end, boolean isMachine) {
    if (brokers[end].isAlive()) {
      note("broker " + end + (isMachine ? ": the machine stops" : ": the process ends"));
      brokers[end].die(isMachine);
      link.died(end);
    }
  }

  private void start(int end) {
    if (!brokers[end].isAlive()) {
      note("broker " + end + " starts");
      brokers[end].start();
    }
  }

  private void resume(int end) {
    brokers[end].pause(false);
    List<Runnable> missed = List.copyOf(afterPause);
    afterPause.clear();
    missed.forEach(Runnable::run);
  }

  /** A backup that is not needed comes back with an empty folder. */
  private void wipe(int end) {
    rows.settle();
    PairRow row = rows.row();
    ModelBroker other = brokers[1 - end];
    if (row != null
        && hazard == Hazard.NONE
        && !brokers[end].isAlive()
        && row.primary().name().equals(name(1 - end))
        && other.hasDurably(confirmed)) {
      note("broker " + end + " loses its folder");
      brokers[end].wipe();
    }
  }

  private String name(int end) {
    return brokers[end].toString();
  }

  private void heal(int end) {
    link.cut(end, false);
    brokers[end].cutFromDatabase(false);
    rows.setDown(false);
    resume(end);
    start(end);
  }

  private void heal() {
    note("everything heals");
    heal(0);
    heal(1);
    for (int i = 0; i < 40 * LEASE / (10 * MILLI); i++) {
      pass(10);
      for (ModelBroker broker : brokers) {
        broker.tick();
        broker.connect();
        broker.send();
        broker.force();
        broker.release();
      }
      rows.settle();
      while (link.step()) {
        check();
      }
      check();
      if (isWhole()) {
        return;
      }
      if (i == 2_000 && hazard == Hazard.FORGETFUL) {
        brokers[0].agreement().promoteByForce(); // the operator may have to choose
      }
    }
    throw new AssertionError(
        "the pair is not whole: "
            + rows.row()
            + brokers[0].agreement().describe()
            + brokers[1].agreement().describe());
  }

  private boolean isWhole() {
    PairRow row = rows.row();
    return (brokers[0].mayServe() || brokers[1].mayServe())
        && row != null
        && row.sync() != Sync.NONE
        && brokers[0].log().equals(brokers[1].log())
        && (hazard == Hazard.FORGETFUL || confirmed.equals(brokers[0].log()));
  }
}
