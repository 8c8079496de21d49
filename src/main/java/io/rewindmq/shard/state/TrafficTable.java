// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of the destinations and groups that have some. Beside their state, so that an idle
 * one costs nothing. <b>Bound.</b> {@link #OBJECTS_MAX} of each kind; what comes beyond is not
 * counted before others were {@linkplain #prune forgotten}.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class TrafficTable {
  private static final int OBJECTS_MAX = 100_000;

  /** Takes what can't be kept. */
  private final Traffic spill = new Traffic();

  private Map<Integer, Traffic> destinations = new HashMap<>();
  private Map<Integer, Traffic> groups = new HashMap<>();

  /** To be added to at once, and not kept. */
  public Traffic ofDestination(int id) {
    return of(destinations, id);
  }

  /** To be added to at once, and not kept. */
  public Traffic ofGroup(int id) {
    return of(groups, id);
  }

  private Traffic of(Map<Integer, Traffic> objects, int id) {
    Traffic known = objects.get(id);
    if (known == null) {
      if (objects.size() >= OBJECTS_MAX) {
        return spill;
      }
      known = new Traffic();
      objects.put(id, known);
    }
    return known;
  }

  /** Null if it had none lately. */
  public @Nullable Traffic knownOfDestination(int id) {
    return destinations.get(id);
  }

  /** Null if it had none lately. */
  public @Nullable Traffic knownOfGroup(int id) {
    return groups.get(id);
  }

  /** Forgets the traffic of all that had none since the last call, but for the given ones. */
  public void prune(Set<Integer> keptDestinations, Set<Integer> keptGroups) {
    destinations = pruned(destinations, keptDestinations);
    groups = pruned(groups, keptGroups);
  }

  /** A new map, for one that was large stays so. */
  private static Map<Integer, Traffic> pruned(Map<Integer, Traffic> objects, Set<Integer> kept) {
    Map<Integer, Traffic> rest = new HashMap<>();
    objects.forEach(
        (id, traffic) -> {
          if (traffic.takeChange() || kept.contains(id)) {
            rest.put(id, traffic);
          }
        });
    return rest;
  }
}
