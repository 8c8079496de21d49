// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which of the known names somebody may have meant: those that share the most pairs of letters. */
public final class NearestNames {
  private static final int SHOWN_MAX = 5;

  private NearestNames() {}

  /** A sentence with at most five names, the most alike first. */
  public static String hint(String asked, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none yet";
    }
    Set<String> pairs = pairs(asked);
    List<String> nearest =
        known.stream()
            .distinct()
            .sorted(
                Comparator.comparingDouble((String name) -> -likeness(pairs, pairs(name)))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SHOWN_MAX)
            .toList();
    return "known ones: " + String.join(", ", nearest);
  }

  private static double likeness(Set<String> one, Set<String> other) {
    long common = one.stream().filter(other::contains).count();
    return 2.0 * common / (one.size() + other.size());
  }

  private static Set<String> pairs(String name) {
    String text = "^" + name.toLowerCase(Locale.ROOT) + "$";
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 2 <= text.length(); i++) {
      pairs.add(text.substring(i, i + 2));
    }
    return pairs;
  }
}
