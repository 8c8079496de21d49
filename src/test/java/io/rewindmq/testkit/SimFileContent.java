// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file's bytes as programs see them, as they are on the device, and every state in between that a
 * sector (512 bytes) and the size went through since the last force.
 */
final class SimFileContent {
  static final int SECTOR_BYTES = 512;

  private byte[] bytes = new byte[0];
  private byte[] durable = new byte[0];
  private final Map<Integer, List<byte[]>> sectors = new TreeMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private boolean isForceLost;

  int size() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  void read(byte[] into, int position, int count) {
    System.arraycopy(bytes, position, into, 0, count);
  }

  void write(int position, byte[] data) {
    if (position + data.length > bytes.length) {
      resize(position + data.length);
    }
    System.arraycopy(data, 0, bytes, position, data.length);
    int last = (position + data.length - 1) / SECTOR_BYTES;
    for (int sector = position / SECTOR_BYTES; sector <= last; sector++) {
      sectors.computeIfAbsent(sector, s -> new ArrayList<>()).add(sector(bytes, sector));
    }
  }

  void resize(int size) {
    bytes = Arrays.copyOf(bytes, size);
    sizes.add(size);
  }

  private static byte[] sector(byte[] from, int sector) {
    byte[] found = new byte[SECTOR_BYTES];
    int start = sector * SECTOR_BYTES;
    int there = Math.clamp((long) from.length - start, 0, SECTOR_BYTES);
    System.arraycopy(from, Math.min(start, from.length), found, 0, there);
    return found;
  }

  /** Everything reaches the device, unless a force failed before: then the pages are dropped. */
  void force() {
    if (!isForceLost) {
      durable = bytes.clone();
      sectors.clear();
      sizes.clear();
    }
  }

  /** The force failed; what was to be forced is taken for clean from now on. */
  void loseForce() {
    isForceLost = true;
  }

  void flip(int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    durable[bit / 8] ^= (byte) (1 << bit % 8);
  }

  /** Every sector, and the size, takes any of its states since the last force. */
  void lose(SimRandom random) {
    int choice = random.nextInt(sizes.size() + 1);
    int size = choice == 0 ? durable.length : sizes.get(choice - 1);
    byte[] left = Arrays.copyOf(durable, size);
    sectors.forEach(
        (sector, states) -> {
          int state = random.nextInt(states.size() + 1);
          int start = sector * SECTOR_BYTES;
          if (state > 0 && start < size) {
            int count = Math.min(SECTOR_BYTES, size - start);
            System.arraycopy(states.get(state - 1), 0, left, start, count);
          }
        });
    bytes = left;
    heal();
    force();
  }

  /** The device works again: what was written and not forced can be forced. */
  void heal() {
    isForceLost = false;
  }
}
