// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import java.util.List;

/**
 * What a walk over all destinations and groups found.
 *
 * @param atMillis when it ended, since 1970; 0 = there was none yet
 * @param destinations those with the most traffic, the busiest first; without temporary ones
 * @param groups those with the largest backlog, the largest first; without those of temporary
 *     destinations
 * @param slowConsumers some of them, if there are many
 */
public record ObjectFigures(
    long atMillis,
    Totals totals,
    List<DestinationFigures> destinations,
    List<GroupFigures> groups,
    List<SlowConsumer> slowConsumers) {
  /** Before the first walk. */
  public static final ObjectFigures NONE =
      new ObjectFigures(0, new Totals(0, 0, 0, 0, 0, 0, 0, 0), List.of(), List.of(), List.of());

  public ObjectFigures {
    destinations = List.copyOf(destinations);
    groups = List.copyOf(groups);
    slowConsumers = List.copyOf(slowConsumers);
  }

  /**
   * Over everything, temporary destinations included.
   *
   * @param backlog unsettled messages of all groups
   * @param consumers of groups, without browsers
   * @param slowConsumers all of them
   * @param groupsFarBehind with more backlog than {@link WatchOptions#backlogMessages()}
   * @param producers that the broker remembers
   * @param transactions that are open and have sent something
   */
  public record Totals(
      int destinations,
      int groups,
      long backlog,
      int consumers,
      int slowConsumers,
      int groupsFarBehind,
      int producers,
      int transactions) {}
}
