// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.shard.RebuiltState;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.sim.shadow.ShadowModel;
import io.rewindmq.sim.shadow.Trace;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimExecutors;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the whole broker with its clients, its disk, its network and its clock, all in one
 * thread and all by one seed.
 *
 * <p>Each step something happens somewhere: a turn of the loop, a task of another thread, a frame
 * that arrives, a client that acts, time that passes, a fault. How often each does is drawn at the
 * start, so that in one run the disk is slow and in another the network.
 */
final class Simulation {
  private static final int STEPS = 1200;
  private static final int BURST_MAX = 6;
  private static final double FAULT_CHANCE = 0.007;
  private static final int QUIET_STEPS_MAX = 200_000;
  private static final int CLIENTS = 4;
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long PLENTY_BYTES = 1L << 40;

  private final SimRandom random;
  private final SimClock clock = new SimClock(START_MILLIS);
  private final Trace trace = new Trace();
  private final ShadowModel model = new ShadowModel(trace, clock);
  private final SimDefect defect;
  private final SimDisk disk;
  private final SimNetwork network;
  private final SimAdmin admin;
  private final List<SimClient> clients = new ArrayList<>();
  private final int[] weights = new int[5];
  private SimExecutors threads;
  private @Nullable SimBroker broker;
  private boolean isFaultless;

  Simulation(long seed) {
    this(seed, SimDefect.NONE);
  }

  /** With a broker that is worse than it should be. */
  Simulation(long seed, SimDefect defect) {
    this.random = new SimRandom(seed);
    this.disk = new SimDisk(random.nextLong());
    this.defect = defect;
    this.threads = new SimExecutors(random.nextLong());
    this.network = new SimNetwork(new SimRandom(random.nextLong()), defect, model::connected);
    this.admin = new SimAdmin(model, clock, new SimRandom(random.nextLong()));
    for (int number = 1; number <= CLIENTS; number++) {
      clients.add(new SimClient(number, network, clock, new SimRandom(random.nextLong())));
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + random.nextInt(10);
    }
  }

  Trace trace() {
    return trace;
  }

  void run() {
    isFaultless = true;
    admin.define(start());
    runUntilQuiet();
    isFaultless = false;
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    finish();
  }

  // The machine.

  private SimBroker start() {
    while (true) {
      threads = new SimExecutors(random.nextLong());
      try {
        SimBroker started = new SimBroker(disk, clock, threads, network::completeFrames);
        broker = started;
        trace.note("start, epoch " + started.shard().epoch());
        model.started(started.shard());
        network.listen(started);
        return started;
      } catch (SimDisk.MachineStopped e) {
        trace.note("the machine stops while it starts");
        threads.clear();
        disk.crash();
      } catch (DiskFailedException | DiskFullException e) {
        trace.note("the disk does not allow to start: " + e.getMessage());
        threads.clear();
        disk.kill();
        disk.setFreeBytes(PLENTY_BYTES);
      }
    }
  }

  /** The broker's process ends, and with the machine what is only in its memory. */
  private void die(boolean isMachine) {
    trace.note(isMachine ? "the machine stops" : "the process ends");
    model.noticeHistory();
    broker = null;
    network.brokerDied();
    model.crashed();
    threads.clear();
    if (isMachine) {
      disk.crash();
      defect.crashed().accept(disk);
    } else {
      disk.kill();
    }
  }

  private void checkState(SimBroker running) {
    runUntilQuiet();
    if (broker == running && running.fault() == null) {
      List<String> differences =
          RebuiltState.differences(running.shard(), disk, SimOptions.JOURNAL);
      if (!differences.isEmpty()) {
        throw new AssertionError("a replay makes another state: " + differences);
      }
    }
  }

  // What happens.

  private void step() {
    if (random.chance(FAULT_CHANCE)) {
      fault();
    }
    if (broker == null) {
      if (random.chance(0.1)) {
        SimBroker started = start();
        if (random.chance(0.7)) {
          checkState(started);
        }
      }
    }
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    int drawn = random.nextInt(total);
    int what = 0;
    while (drawn >= weights[what]) {
      drawn -= weights[what++];
    }
    switch (what) {
      case 0 -> turn();
      case 1 -> runTask();
      case 2 -> {
        for (int arrivals = random.between(1, BURST_MAX); arrivals > 0; arrivals--) {
          network.step();
        }
      }
      case 3 -> {
        SimClient client = clients.get(random.nextInt(clients.size()));
        for (int actions = random.between(1, BURST_MAX); actions > 0; actions--) {
          client.act();
        }
      }
      default -> {
        clock.advance(random.nextInt(8));
        model.tick();
      }
    }
    notice();
  }

  private boolean turn() {
    return broker != null && broker.turn();
  }

  private boolean runTask() {
    try {
      return threads.step();
    } catch (DiskFailedException | SimDisk.MachineStopped e) {
      if (broker != null) {
        broker.failed(e);
      }
      return true;
    }
  }

  /** What has become of the broker by the last step. */
  private void notice() {
    model.noticeHistory();
    Throwable fault = broker == null ? null : broker.fault();
    switch (fault) {
      case null -> {}
      case SimDisk.MachineStopped _ -> die(true);
      case DiskFailedException _, DiskFullException _ -> {
        if (random.chance(0.05)) {
          die(random.nextBoolean());
          disk.setFreeBytes(PLENTY_BYTES);
        }
      }
      default -> throw new AssertionError("the broker has failed", fault);
    }
  }

  private void fault() {
    if (isFaultless) {
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> disk.stopAt(disk.operations() + random.nextInt(20));
      case 1 -> {
        if (broker != null) {
          die(true);
        }
      }
      case 2 -> {
        if (broker != null) {
          die(false);
        }
      }
      case 3 -> {
        if (random.chance(0.3)) {
          trace.note("a force will fail");
          disk.failForceAt(disk.forces() + random.nextInt(4));
        }
      }
      case 4 -> {
        trace.note("the disk is full");
        disk.setFreeBytes(random.nextInt(200_000));
      }
      case 5 -> disk.setFreeBytes(PLENTY_BYTES);
      case 6 -> {
        long jump = random.nextInt((int) HOUR_MILLIS) - HOUR_MILLIS / 2;
        trace.note("the clock jumps by " + jump);
        clock.jump(jump);
        model.tick();
      }
      case 7, 8, 9 -> {
        trace.note("a connection is cut");
        network.cutOne();
      }
      default -> {
        if (broker != null) {
          admin.rewind(broker);
        }
      }
    }
  }

  private void runUntilQuiet() {
    int quiet = 0;
    for (int i = 0; quiet < 3; i++) {
      boolean isBusy = network.step();
      isBusy |= turn();
      isBusy |= runTask();
      notice();
      quiet = isBusy ? 0 : quiet + 1;
      if (quiet == 3 && broker != null && broker.isUnwritten()) {
        clock.advance(1); // what nobody waits for is held back a moment
        model.tick();
        quiet = 0;
      }
      if (i > QUIET_STEPS_MAX) {
        throw new AssertionError("the broker is never quiet");
      }
    }
  }

  // The end.

  /** Nothing fails any more, clients go: now the whole truth must be there. */
  private void finish() {
    trace.note("the end");
    isFaultless = true;
    disk.stopAt(Long.MAX_VALUE);
    disk.failForceAt(Long.MAX_VALUE);
    disk.setFreeBytes(PLENTY_BYTES);
    runUntilQuiet(); // what has failed already is known then
    while (!isSettled()) {
      if (broker == null) {
        checkState(start());
      } else {
        runUntilQuiet();
      }
    }
    clients.forEach(SimClient::leave);
    runUntilQuiet();
    clock.advance(2 * HOUR_MILLIS); // whatever was set: everything is due
    model.tick();
    SimBroker running = requireBroker();
    List<SimAuditor> auditors = SimAuditor.all(network);
    runUntilQuiet();
    model.checkComplete();
    auditors.forEach(SimAuditor::acknowledgeAll);
    runUntilQuiet();
    int group = model.groupIds().get(random.nextInt(model.groupIds().size()));
    admin.rewind(running, group, new RewindTarget.Earliest());
    runUntilQuiet();
    model.checkComplete();
    checkState(requireBroker());
  }

  private boolean isSettled() {
    boolean isSettled = broker != null && broker.fault() == null;
    for (SimClient client : clients) {
      isSettled &= client.settle();
    }
    return isSettled;
  }

  private SimBroker requireBroker() {
    SimBroker running = broker;
    if (running == null) {
      throw new AssertionError("the broker does not run");
    }
    return running;
  }
}
