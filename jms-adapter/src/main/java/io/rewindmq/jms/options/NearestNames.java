// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Orders known names by how much they look like a name that is not known, for texts of errors.
 *
 * <p>Two names are the more alike the more pairs of neighbouring letters they share; upper and
 * lower case are the same. Equals are in the order of the alphabet.
 */
public final class NearestNames {
  private static final int SHOWN_MAX = 5;

  private NearestNames() {}

  /** All known names, the most alike first. */
  public static List<String> sorted(String asked, Collection<String> known) {
    Set<String> pairs = pairs(asked);
    return known.stream()
        .distinct()
        .sorted(
            Comparator.comparingDouble((String name) -> -likeness(pairs, pairs(name)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The five most alike, the most alike first, with commas between them. */
  public static String few(String asked, Collection<String> known) {
    List<String> all = sorted(asked, known);
    return String.join(", ", all.subList(0, Math.min(SHOWN_MAX, all.size())));
  }

  private static double likeness(Set<String> one, Set<String> other) {
    long common = one.stream().filter(other::contains).count();
    return 2.0 * common / (one.size() + other.size());
  }

  /** With marks for beginning and end, so that a name of one letter has pairs too. */
  private static Set<String> pairs(String name) {
    String text = "^" + name.toLowerCase(Locale.ROOT) + "$";
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 2 <= text.length(); i++) {
      pairs.add(text.substring(i, i + 2));
    }
    return pairs;
  }
}
