// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the key somebody meant: the one that takes the fewest changed letters. */
final class NearestKey {
  private NearestKey() {}

  /** The nearest of the known ones, of which there is at least one. */
  static String to(String asked, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String key) -> distance(asked, key)))
        .orElseThrow();
  }

  /** Levenshtein's distance: insertions, removals and replacements. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(diagonal, row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
