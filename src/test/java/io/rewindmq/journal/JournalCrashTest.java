// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The machine stops anywhere. What was reported as durable must be there afterwards, what else is
 * there must be what was written next, and the journal must work on.
 */
class JournalCrashTest {
  private static final int LIVES = 4;

  /** What a life left: all that was appended, and how much of it must be there. */
  private static final class Shadow {
    List<Long> appended = List.of();
    List<Long> durable = List.of();
    long firstKept;

    void check(JournalWorld found, String repeat) {
      List<Long> numbers = found.numbers();
      long first = numbers.isEmpty() ? 0 : numbers.getFirst();
      // Segments that were freed may be back.
      assertThat(first).as(repeat).isLessThanOrEqualTo(Math.max(firstKept, 1));
      List<Long> expected = appended.stream().filter(n -> n >= first).toList();
      int common = Math.min(numbers.size(), expected.size());
      assertThat(numbers).as(repeat).isEqualTo(expected.subList(0, common));
      assertThat(numbers)
          .as(repeat)
          .containsAll(durable.stream().filter(n -> n >= firstKept).toList());
    }

    void remember(JournalWorld world) {
      appended = world.numbers();
      durable = world.durableNumbers();
    }
  }

  @Test
  void survivesAStopAtEveryOperation() {
    long operations = operationsOf(1);
    assertThat(operations).isBetween(100L, 2000L);
    for (long at = 0; at < operations; at++) {
      for (long seed = 1; seed <= 2; seed++) {
        SimDisk disk = new SimDisk(seed);
        Shadow shadow = new Shadow();
        disk.stopAt(at);
        life(disk, shadow, 1, 250);
        disk.crash();
        nextLives(disk, shadow, seed, "-Dsim.seed=" + seed + " stopped at " + at);
      }
    }
  }

  @Test
  void survivesAStopAtEveryOperationOfRecovery() {
    for (long seed = 1; seed <= 10; seed++) {
      for (long at = 0; at < 30; at++) {
        SimDisk disk = new SimDisk(seed);
        Shadow shadow = new Shadow();
        disk.stopAt(90 + seed * 5);
        life(disk, shadow, 1, 250);
        disk.crash();
        disk.stopAt(disk.operations() + at);
        life(disk, shadow, seed, 0);
        disk.crash();
        nextLives(disk, shadow, seed, "-Dsim.seed=" + seed + " stopped at " + at);
      }
    }
  }

  @Test
  void survivesRandomLives() {
    for (long seed = 1; seed <= 150; seed++) {
      SimDisk disk = new SimDisk(seed);
      SimRandom random = new SimRandom(seed + 1000);
      Shadow shadow = new Shadow();
      for (int life = 0; life < LIVES; life++) {
        disk.stopAt(disk.operations() + random.nextInt(250));
        if (random.chance(0.2)) {
          disk.failForceAt(disk.forces() + random.nextInt(60));
        }
        life(disk, shadow, seed * LIVES + life, random.nextInt(100));
        if (random.chance(0.3)) {
          disk.kill();
        } else {
          disk.crash();
        }
      }
      nextLives(disk, shadow, seed, "-Dsim.seed=" + seed);
    }
  }

  @Test
  void theSameSeedGivesTheSameLife() {
    assertThat(operationsOf(7)).isEqualTo(operationsOf(7));
  }

  private static long operationsOf(long seed) {
    SimDisk disk = new SimDisk(seed);
    life(disk, new Shadow(), seed, 250);
    return disk.operations();
  }

  private static void nextLives(SimDisk disk, Shadow shadow, long seed, String repeat) {
    JournalWorld world = JournalWorld.over(disk, JournalWorld.SMALL, seed);
    shadow.check(world, repeat);
    shadow.remember(world);
    world.append(100);
    world.force();
    assertThat(world.failures).isEmpty();
    shadow.remember(world);
    world.crash();
    JournalWorld last = JournalWorld.over(disk, JournalWorld.SMALL, seed);
    assertThat(last.numbers()).as(repeat).endsWith(shadow.appended.getLast());
    shadow.check(last, repeat);
  }

  /**
   * Recovers, checks, then appends, flushes, forces and frees by chance until the machine stops.
   */
  private static void life(SimDisk disk, Shadow shadow, long seed, int steps) {
    JournalWorld world = null;
    try {
      world = JournalWorld.over(disk, JournalWorld.SMALL, seed);
      shadow.check(world, "-Dsim.seed=" + seed);
      shadow.remember(world);
      SimRandom random = new SimRandom(seed + 17);
      for (int i = 0; i < steps && world.failures.isEmpty(); i++) {
        step(world, random, shadow);
      }
    } catch (SimDisk.MachineStopped | DiskFailedException ended) {
      // that is what it is about
    } finally {
      if (world != null) {
        shadow.remember(world);
        world.threads.clear();
      }
    }
  }

  private static void step(JournalWorld world, SimRandom random, Shadow shadow) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> world.append(random.between(8, 300));
      case 3 -> world.append(random.between(8, 5000));
      case 4 -> world.append(random.chance(0.2) ? 60_000 : 12_000);
      case 5 -> {
        world.journal.requireForce();
        world.journal.flush();
      }
      case 6 -> world.journal.flush();
      case 7 -> free(world, shadow);
      default -> {
        boolean isBusy = world.threads.step();
        if (isBusy && random.nextBoolean()) {
          world.threads.step();
        }
      }
    }
  }

  private static void free(JournalWorld world, Shadow shadow) {
    List<SegmentRange> closed = world.journal.closedSegments();
    if (closed.size() > 1) {
      long below = closed.getFirst().end();
      shadow.firstKept =
          world.entries.stream()
              .filter(e -> e.position() >= below)
              .mapToLong(JournalWorld.Entry::number)
              .min()
              .orElse(Long.MAX_VALUE);
      world.journal.free(below);
    }
  }
}
