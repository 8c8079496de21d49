// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is to become of a destination's settings; what is not named stays as it is.
 *
 * @param said are the destination's own from now on. A queue that is said to be null is reset
 * @param values of those that are said; nobody looks at the others
 * @param reset follow the broker's defaults from now on
 */
public record SettingsChange(Set<Setting> said, DestinationSettings values, Set<Setting> reset) {
  /** Changes nothing. */
  public static final SettingsChange NONE =
      new SettingsChange(Set.of(), DestinationSettings.DEFAULT, Set.of());

  public SettingsChange {
    Set<Setting> withoutValue = EnumSet.noneOf(Setting.class);
    withoutValue.addAll(reset);
    Set<Setting> withValue = EnumSet.noneOf(Setting.class);
    for (Setting setting : said) {
      (setting.valueIn(values) == null ? withoutValue : withValue).add(setting);
    }
    said = Set.copyOf(withValue);
    reset = Set.copyOf(withoutValue);
  }

  /** Says these and nothing else. */
  public static SettingsChange of(Set<Setting> said, DestinationSettings values) {
    return new SettingsChange(said, values, Set.of());
  }

  public boolean isEmpty() {
    return said.isEmpty() && reset.isEmpty();
  }

  /** Which settings are the destination's own afterwards. */
  public Set<Setting> ownAfter(Set<Setting> own) {
    Set<Setting> after = EnumSet.noneOf(Setting.class);
    after.addAll(own);
    after.addAll(said);
    after.removeAll(reset);
    return Set.copyOf(after);
  }

  /**
   * What is in force afterwards.
   *
   * @param before what was in force
   * @param own which of that were the destination's own
   * @param defaults what holds for the others
   */
  public DestinationSettings after(
      DestinationSettings before, Set<Setting> own, DestinationSettings defaults) {
    return defaults.with(ownAfter(own), before.with(said, values));
  }
}
