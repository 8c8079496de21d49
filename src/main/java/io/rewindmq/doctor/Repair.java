// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries out the steps of an examination. Before the first change everything concerned is in the
 * quarantine, durably; a repair that is interrupted leaves a mark there.
 */
@AnyThread // no state of its own
final class Repair {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private Repair() {}

  /**
   * Repairs.
   *
   * @param millis the time, since 1970
   * @return the folder with what was changed or taken away
   * @throws NotCheckedException there is no room; nothing was changed
   */
  static String apply(Disk disk, List<RepairStep> steps, long millis) {
    checkRoom(disk, steps);
    disk.deleteDirectory(DataFolder.REBUILT);
    Quarantine saved = new Quarantine(disk, TIME.format(Instant.ofEpochMilli(millis)));
    for (RepairStep step : steps) {
      step.changes().forEach(saved::copy);
    }
    for (RepairStep step : steps) {
      step.removes().forEach(saved::move);
    }
    for (RepairStep step : steps) {
      step.apply(disk, saved);
    }
    saved.finish();
    return saved.folder();
  }

  private static void checkRoom(Disk disk, List<RepairStep> steps) {
    Set<String> copied = new LinkedHashSet<>();
    long bytes = 0;
    for (RepairStep step : steps) {
      bytes += step.bytes(disk);
      copied.addAll(step.changes());
    }
    for (String file : copied) {
      bytes += sizeOf(disk, file);
    }
    if (bytes > disk.usableBytes()) {
      throw new NotCheckedException(
          "the repair needs "
              + bytes
              + " bytes on the disk of the data folder, "
              + disk.usableBytes()
              + " are free; nothing was changed");
    }
  }

  private static long sizeOf(Disk disk, String name) {
    if (!disk.exists(name)) {
      return 0;
    }
    try (DiskFile file = disk.open(name)) {
      return file.size();
    }
  }
}
