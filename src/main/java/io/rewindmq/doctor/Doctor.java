// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.FolderLock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./rewind doctor}: checks the data folder of a stopped broker, and repairs it when told so.
 * The folder is locked meanwhile, as a broker does it.
 */
public final class Doctor {
  private static final int NOT_CHECKED = 2;

  private Doctor() {}

  /** The program. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), new SystemClock(), System.out, System.err));
  }

  /** Returns the exit status. */
  static int run(List<String> arguments, Clock clock, PrintStream out, PrintStream err) {
    if (DoctorOptions.isHelp(arguments)) {
      out.print(DoctorOptions.HELP);
      return 0;
    }
    try {
      DoctorOptions options = DoctorOptions.parse(arguments);
      Report report = locked(options, clock);
      out.print(options.json() ? report.json() : report.text());
      return report.exitCode();
    } catch (NotCheckedException | DiskFailedException | DiskFullException e) {
      err.println(e.getMessage());
      return NOT_CHECKED;
    }
  }

  private static Report locked(DoctorOptions options, Clock clock) {
    Path folder = Path.of(options.folder());
    if (!RealDisk.isFolder(folder)) {
      throw new NotCheckedException(folder + " is no folder");
    }
    Disk disk = new RealDisk(folder);
    Examination.checkIsDataFolder(disk);
    FolderLock lock = FolderLock.tryLock(folder).orElseThrow(() -> inUse(folder));
    try {
      return examine(disk, options, clock);
    } finally {
      lock.close();
    }
  }

  private static NotCheckedException inUse(Path folder) {
    return new NotCheckedException(
        folder + " is in use by a running broker; stop it first. Nothing was read or changed");
  }

  /** Examines a folder that is locked, and repairs it if that is wanted. */
  static Report examine(Disk disk, DoctorOptions options, Clock clock) {
    try (Examination examination = Examination.of(disk)) {
      List<RepairStep> steps = examination.steps();
      boolean isApplied = options.apply() && !steps.isEmpty();
      String quarantine = isApplied ? Repair.apply(disk, steps, clock.millis()) : "";
      return new Report(
          options.folder(),
          examination.extent(),
          examination.findings(),
          steps.stream().map(RepairStep::text).toList(),
          options.repair(),
          quarantine,
          isApplied ? damageIn(disk) : List.of());
    }
  }

  private static List<Finding> damageIn(Disk disk) {
    try (Examination again = Examination.of(disk)) {
      return again.findings().stream().filter(Finding::isDamage).toList();
    }
  }
}
