// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import io.rewindmq.replication.agreement.ModelClock;
import io.rewindmq.replication.agreement.ModelRows;
import io.rewindmq.replication.agreement.PairOptions;
import io.rewindmq.replication.agreement.PairRow;
import io.rewindmq.replication.agreement.Sync;
import io.rewindmq.sim.shadow.Trace;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two machines, their wire and their database, under faults that one seed decides. Checked at every
 * step:
 *
 * <ul>
 *   <li>No two brokers serve at once.
 *   <li>Whoever opens his doors has all that was ever confirmed.
 *   <li>No epoch confirms after a later one.
 *   <li>What lies at one position of both journals, under one epoch, is the same.
 * </ul>
 *
 * <p>At the end everything heals: the pair gets in sync, both journals are the same, and what
 * clients send then is confirmed.
 */
final class PairWorld {
  private static final long MILLI = 1_000_000;
  private static final long LEASE = 2_000 * MILLI;
  private static final int STEPS = 2_500;
  private static final long PLENTY_BYTES = 1L << 40;

  private final SimRandom random;
  private final Trace trace = new Trace();
  private final ModelRows rows;
  private final ModelClock[] clocks = new ModelClock[2];
  private final PairMachine[] machines = new PairMachine[2];
  private final PairNetwork network;
  private final Set<Long> confirmed = new HashSet<>();
  private final Deque<Runnable> afterPause = new ArrayDeque<>();
  private final int faultPercent;
  private long real;
  private long confirmedEpoch;
  private long numbers;

  PairWorld(long seed) {
    this(seed, PairDefect.NONE);
  }

  /** With brokers that are worse than they should be. */
  PairWorld(long seed, PairDefect defect) {
    this.random = new SimRandom(seed);
    this.faultPercent = 1 + random.nextInt(6);
    this.rows = new ModelRows(new SimRandom(random.nextLong()));
    this.network = new PairNetwork(new SimRandom(random.nextLong()), machines);
    Sync acknowledge = random.chance(0.3) ? Sync.RECEIVED : Sync.SYNCED;
    String[] names = random.nextBoolean() ? new String[] {"a", "b"} : new String[] {"b", "a"};
    for (int i = 0; i < 2; i++) {
      clocks[i] = new ModelClock(random.nextLong() >> 8, 0.96 + random.nextInt(80) / 1000.0);
      machines[i] =
          new PairMachine(
              i,
              new PairOptions(names[i], names[1 - i], LEASE, LEASE / 2, acknowledge, i == 0),
              this,
              new SimRandom(random.nextLong()),
              clocks[i],
              defect);
    }
  }

  Trace trace() {
    return trace;
  }

  ModelRows rows() {
    return rows;
  }

  PairNetwork network() {
    return network;
  }

  long nextNumber() {
    return ++numbers;
  }

  int confirmedCount() {
    return confirmed.size();
  }

  void note(String what) {
    trace.note(real / MILLI + " ms: " + what);
  }

  void whenRunning(PairMachine machine, Runnable action) {
    if (machine.isRunning()) {
      action.run();
    } else {
      int life = machine.life();
      afterPause.add(
          () -> {
            if (machine.isAlive() && machine.life() == life) {
              action.run();
            }
          });
    }
  }

  // What must be true.

  void confirmed(long epoch, List<Long> said) {
    if (epoch < confirmedEpoch) {
      throw new AssertionError("epoch " + epoch + " confirms after " + confirmedEpoch);
    }
    confirmedEpoch = epoch;
    confirmed.addAll(said);
    trace.note("confirmed " + said.size() + " under " + epoch);
  }

  private void check() {
    if (machines[0].mayServe() && machines[1].mayServe()) {
      throw new AssertionError("both serve: " + machines[0] + "; " + machines[1]);
    }
    for (PairMachine machine : machines) {
      if (machine.isNew()) {
        Set<Long> lost = new HashSet<>(confirmed);
        lost.removeAll(machine.numbers());
        if (!lost.isEmpty()) {
          throw new AssertionError(machine + " opens its doors without " + lost);
        }
      }
    }
  }

  /** What both have of an epoch, they have at the same places. */
  private void checkPlaces() {
    Map<Long, Long> places = new HashMap<>();
    for (PairMachine.Entry entry : machines[0].entries()) {
      places.put(entry.number(), entry.position());
    }
    for (PairMachine.Entry entry : machines[1].entries()) {
      Long other = places.get(entry.number());
      if (other != null && other != entry.position()) {
        throw new AssertionError(entry + " lies at " + other + " in the other journal");
      }
    }
  }

  // A run.

  void run() {
    machines[0].start();
    machines[1].start();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(100) < faultPercent) {
        fault();
      }
      pass(1 + random.nextInt(random.chance(0.03) ? 400 : 12));
      step();
      check();
    }
    checkPlaces();
    heal();
  }

  private void pass(long millis) {
    real += millis * MILLI;
    clocks[0].real(real);
    clocks[1].real(real);
  }

  private void step() {
    PairMachine machine = machines[random.nextInt(2)];
    switch (random.nextInt(5)) {
      case 0 -> rows.step();
      case 1, 2 -> network.step();
      default -> {
        if (machine.isRunning()) {
          switch (random.nextInt(6)) {
            case 0, 1 -> machine.tick();
            case 2 -> machine.work();
            case 3, 4 -> machine.turn();
            default -> machine.release();
          }
        }
      }
    }
  }

  private void fault() {
    int end = random.nextInt(2);
    PairMachine machine = machines[end];
    switch (random.nextInt(15)) {
      case 0 -> die(end, random.nextBoolean());
      case 1 -> machine.disk().stopAt(machine.disk().operations() + random.nextInt(20));
      case 2 -> {
        die(0, true);
        die(1, true);
      }
      case 3, 4 -> start(end);
      case 5 -> {
        note("the wire is torn");
        network.lose();
      }
      case 6 -> network.cut(end, random.nextBoolean());
      case 7 -> machine.cutFromDatabase(random.nextBoolean());
      case 8 -> rows.setDown(random.nextBoolean());
      case 9 -> {
        if (machine.isAlive()) {
          note("machine " + end + " stands still");
          machine.pause(true);
        }
      }
      case 10 -> resume(end);
      case 11 -> {
        if (random.chance(0.3)) {
          note("a force of machine " + end + " will fail");
          machine.disk().failForceAt(machine.disk().forces() + random.nextInt(4));
        }
      }
      case 12 -> machine.disk().setFreeBytes(random.nextInt(200_000));
      case 13 -> machine.handOver();
      default -> heal(end);
    }
  }

  private void die(int end, boolean isMachine) {
    if (machines[end].isAlive()) {
      machines[end].die(isMachine);
    }
  }

  private void start(int end) {
    if (!machines[end].isAlive()) {
      machines[end].disk().stopAt(Long.MAX_VALUE);
      machines[end].disk().failForceAt(Long.MAX_VALUE);
      machines[end].start();
    }
  }

  private void resume(int end) {
    machines[end].pause(false);
    List<Runnable> missed = List.copyOf(afterPause);
    afterPause.clear();
    missed.forEach(Runnable::run);
  }

  private void heal(int end) {
    network.cut(end, false);
    machines[end].cutFromDatabase(false);
    machines[end].disk().setFreeBytes(PLENTY_BYTES);
    machines[end].disk().stopAt(Long.MAX_VALUE);
    machines[end].disk().failForceAt(Long.MAX_VALUE);
    rows.setDown(false);
    resume(end);
    if (machines[end].hasFailed()) {
      die(end, false);
    }
    start(end);
  }

  private void heal() {
    note("everything heals");
    heal(0);
    heal(1);
    int before = confirmedCount();
    for (int i = 0; i < 8_000; i++) {
      pass(10);
      for (PairMachine machine : machines) {
        if (machine.hasFailed()) {
          machine.die(false); // what had failed before was noticed only now
          machine.start();
        }
        machine.tick();
        if (i % 100 == 0 && i < 4_000) {
          machine.work();
        }
        boolean _ = machine.turnUntilQuiet();
        machine.release();
      }
      rows.settle();
      while (network.step()) {
        check();
      }
      check();
      if (i > 4_000 && confirmedCount() > before && isWhole()) {
        checkPlaces();
        return;
      }
    }
    throw new AssertionError(
        "the pair is not whole: " + rows.row() + "; " + machines[0] + "; " + machines[1]);
  }

  private boolean isWhole() {
    PairRow row = rows.row();
    return (machines[0].mayServe() || machines[1].mayServe())
        && row != null
        && row.sync() != Sync.NONE
        && machines[0].entries().equals(machines[1].entries());
  }
}
