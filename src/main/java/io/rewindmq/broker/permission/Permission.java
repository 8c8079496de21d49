// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import io.rewindmq.delivery.DestinationKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verbs that are allowed on some destinations.
 *
 * @param verbs one or more
 */
public record Permission(Set<Verb> verbs, Scope kind, NamePattern pattern) {
  public Permission {
    if (verbs.isEmpty()) {
      throw new IllegalArgumentException("a permission needs a verb at least");
    }
    verbs = Collections.unmodifiableSet(EnumSet.copyOf(verbs));
  }

  /** Which kinds of destinations. */
  public enum Scope {
    QUEUE,
    TOPIC,
    ANY;

    /** As people write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one that people write so.
     *
     * @throws IllegalArgumentException there is none
     */
    public static Scope ofText(String text) {
      for (Scope scope : values()) {
        if (scope.text().equals(text)) {
          return scope;
        }
      }
      throw new IllegalArgumentException("expected queue, topic or any; got \"" + text + "\"");
    }

    private boolean holds(DestinationKind kind) {
      return this == ANY || kind.isQueue() == (this == QUEUE);
    }
  }

  /** Whether the destination is meant. */
  boolean concerns(DestinationKind of, String name) {
    return kind.holds(of) && pattern.matches(name);
  }

  /** For people, for example {@code send,browse queue orders.>}. */
  @Override
  public String toString() {
    return verbs.stream().map(Verb::text).collect(Collectors.joining(","))
        + " "
        + kind.text()
        + " "
        + pattern;
  }
}
