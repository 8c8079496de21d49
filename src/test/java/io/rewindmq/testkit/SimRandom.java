// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.random.RandomSource;
import java.util.Random;

/** Chance that a seed repeats. One thread. */
public final class SimRandom implements RandomSource {
  private final Random random;

  public SimRandom(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  /** From 0 to {@code bound}, exclusive. */
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code min} to {@code max}, both inclusive. */
  public int between(int min, int max) {
    return min + random.nextInt(max - min + 1);
  }

  public boolean nextBoolean() {
    return random.nextBoolean();
  }

  /** True with a probability from 0 to 1. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
