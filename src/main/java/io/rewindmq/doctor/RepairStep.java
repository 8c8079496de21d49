// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.disk.Disk;
import java.util.List;

/**
 * One step of a repair. What it changes or takes away has been saved before; what it takes away is
 * not there any more when it is applied.
 */
interface RepairStep {
  /** What it does, for people. */
  String text();

  /** Files that it changes; those that are there are copied. */
  List<String> changes();

  /** Files that it takes away; they are moved. */
  List<String> removes();

  /** How many bytes it writes beside the copies, about. */
  long bytes(Disk disk);

  /** Does it. What it wrote is on the device afterwards, names too. */
  void apply(Disk disk, Quarantine saved);
}
