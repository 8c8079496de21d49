// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import java.util.Arrays;

/** {@code ./rewind sim}: many lives of a pair, or one of them again. */
final class PairSim {
  private static final String USAGE = "Usage: ./rewind sim [--seed N] [--runs N]";
  private static final int NEWS = 10_000;

  private PairSim() {}

  /**
   * Runs lives of ascending seeds; ends with 1 at the first that breaks a rule.
   *
   * @param args {@code --seed}: the first one, 1 if not said; {@code --runs}: how many, 1 with a
   *     seed and 1000 without
   */
  public static void main(String[] args) {
    long seed = number(args, "--seed", 1);
    long runs = number(args, "--runs", Arrays.asList(args).contains("--seed") ? 1 : 1_000);
    long confirmed = 0;
    for (long i = 0; i < runs; i++) {
      PairWorld world = new PairWorld(seed + i);
      try {
        world.run();
      } catch (AssertionError | RuntimeException e) {
        System.out.println("  " + world.trace().end());
        System.out.println(e);
        System.out.println("./rewind sim --seed " + (seed + i));
        System.exit(1);
      }
      confirmed += world.confirmedCount();
      if (runs == 1) {
        System.out.println("seed " + seed + ": " + world.trace().digest());
      } else if ((i + 1) % NEWS == 0) {
        System.out.println((i + 1) + " lives");
      }
    }
    System.out.println(runs + " lives, " + confirmed + " entries confirmed, none lost");
  }

  private static long number(String[] args, String name, long otherwise) {
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    long found = otherwise;
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].equals("--seed") && !args[i].equals("--runs")) {
        throw new IllegalArgumentException(args[i] + ": " + USAGE);
      }
      found = args[i].equals(name) ? Long.parseLong(args[i + 1]) : found;
    }
    return found;
  }
}
