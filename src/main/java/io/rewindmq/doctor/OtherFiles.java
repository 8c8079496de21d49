// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at what is neither journal nor log: database, earlier repairs, and what is not ours. */
@AnyThread // confined to the examination
final class OtherFiles {
  /** What both head blocks of the database's file begin with. */
  private static final byte[] DATABASE_HEAD = "H:2,".getBytes(StandardCharsets.US_ASCII);

  private static final int DATABASE_BLOCK_BYTES = 4096;
  private static final Set<String> KNOWN =
      Set.of(
          DataFolder.JOURNAL,
          DataFolder.LOG,
          DataFolder.LOCK,
          DataFolder.DATABASE,
          DataFolder.DATABASE_TRACE,
          DataFolder.COPY,
          DataFolder.QUARANTINE);

  private final Disk disk;
  private final List<Finding> findings = new ArrayList<>();
  private boolean isRepairUnfinished;

  OtherFiles(Disk disk) {
    this.disk = disk;
  }

  void examine() {
    for (String name : disk.list("")) {
      if (name.equals(DataFolder.REBUILT)) {
        findings.add(
            Finding.note(name, "logs of an earlier repair", "The next repair deletes them."));
      } else if (!KNOWN.contains(name)) {
        findings.add(Finding.note(name, "not a file of RewindMQ", "The broker ignores it."));
      }
    }
    database();
    earlierRepairs();
  }

  List<Finding> findings() {
    return findings;
  }

  /** Whether somebody must look at an earlier repair first. */
  boolean isRepairUnfinished() {
    return isRepairUnfinished;
  }

  private void database() {
    if (!disk.exists(DataFolder.DATABASE)) {
      findings.add(
          Finding.note(
              DataFolder.DATABASE,
              "no such file",
              "Normal with MariaDB. Else the next start makes a new one: destinations and"
                  + " subscriptions come from the journal, users are to be made again."));
      return;
    }
    try (DiskFile file = disk.open(DataFolder.DATABASE)) {
      if (!isHead(file, 0) && !isHead(file, DATABASE_BLOCK_BYTES)) {
        findings.add(
            new Finding(
                Severity.DAMAGE,
                DataFolder.DATABASE,
                0,
                "the head of an H2 database",
                "other bytes",
                "The broker starts, but nobody can log in. No message is concerned: destinations"
                    + " and subscriptions are in the journal, too. Restore the file from a backup,"
                    + " or move it away and make the users again.",
                ""));
      }
    }
  }

  private static boolean isHead(DiskFile file, long at) {
    ByteBuffer head = ByteBuffer.allocate(DATABASE_HEAD.length);
    file.read(head, at);
    return head.flip().equals(ByteBuffer.wrap(DATABASE_HEAD));
  }

  private void earlierRepairs() {
    for (String time : disk.list(DataFolder.QUARANTINE)) {
      String folder = DataFolder.QUARANTINE + "/" + time;
      String mark = folder + "/" + DataFolder.UNFINISHED;
      if (disk.exists(mark)) {
        isRepairUnfinished = true;
        findings.add(
            new Finding(
                Severity.DAMAGE,
                mark,
                0,
                "",
                "a repair that was begun and not finished",
                "Files may be missing where they belong. Copy everything in "
                    + folder
                    + " back to the same place in the data folder, delete this file, and run the"
                    + " doctor again.",
                ""));
      }
    }
  }
}
