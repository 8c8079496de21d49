// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.disk.Disk;
import java.util.List;

/** Takes files away that are not needed. */
record TakeAway(String text, List<String> removes) implements RepairStep {
  @Override
  public List<String> changes() {
    return List.of();
  }

  @Override
  public long bytes(Disk disk) {
    return 0;
  }

  @Override
  public void apply(Disk disk, Quarantine saved) {
    // they are gone already
  }
}
