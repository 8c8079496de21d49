// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.log.LogCheck;
import io.rewindmq.log.LogFault;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.PartitionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the partition logs with what the journal says of them. */
@AnyThread // confined to the examination
final class LogFolders {
  private final Disk disk;
  private final Map<PartitionKey, PartitionTruth> truths;
  private final boolean isJournalDamaged;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> damagedIndexes = new ArrayList<>();
  private final List<String> unowned = new ArrayList<>();
  private final Set<PartitionKey> damaged = new TreeSet<>();
  private final Map<PartitionKey, List<String>> sources = new HashMap<>();
  private long messages;

  LogFolders(Disk disk, Map<PartitionKey, PartitionTruth> truths, boolean isJournalDamaged) {
    this.disk = disk;
    this.truths = truths;
    this.isJournalDamaged = isJournalDamaged;
  }

  void examine() {
    for (String destination : disk.list(DataFolder.LOG)) {
      String parent = DataFolder.LOG + "/" + destination;
      for (String partition : disk.list(parent)) {
        String folder = parent + "/" + partition;
        PartitionKey key = keyOf(destination, partition);
        noteSources(folder, key);
        PartitionTruth truth = key == null ? null : truths.get(key);
        if (truth == null) {
          unowned(folder);
        } else if (truth.logEnd() == 0 && !truth.needsNote()) {
          findings.add(
              Finding.note(
                  folder,
                  "a log that was only begun",
                  "The messages of " + truth.name() + " are in the journal."));
        } else {
          examine(folder, truth);
        }
      }
    }
    truths.values().stream().filter(truth -> truth.logEnd() > 0).forEach(this::noteMissing);
  }

  List<Finding> findings() {
    return findings;
  }

  List<String> damagedIndexes() {
    return damagedIndexes;
  }

  /** Folders that belong to no partition. */
  List<String> unowned() {
    return unowned;
  }

  /** Partitions whose log must be written again. */
  Set<PartitionKey> damaged() {
    return damaged;
  }

  /** Messages whose checksums are right. */
  long messages() {
    return messages;
  }

  /** The segment files, wherever they lie, that say they are of a partition. */
  List<String> sourcesOf(PartitionKey key) {
    return sources.getOrDefault(key, List.of());
  }

  private static @Nullable PartitionKey keyOf(String destination, String partition) {
    return destination.matches("\\d{1,9}") && partition.matches("\\d{1,9}")
        ? new PartitionKey(Integer.parseInt(destination), Integer.parseInt(partition))
        : null;
  }

  private void noteSources(String folder, @Nullable PartitionKey key) {
    for (String file : disk.list(folder)) {
      if (LogCheck.isSegment(file)) {
        String name = folder + "/" + file;
        PartitionKey named = LogCheck.ownerOf(disk, name);
        PartitionKey owner = named == null ? key : named;
        if (owner != null) {
          sources.computeIfAbsent(owner, k -> new ArrayList<>()).add(name);
          if (!owner.equals(key) && truths.containsKey(owner)) {
            damaged.add(owner); // it has lost what lies here
          }
        }
      }
    }
  }

  private void unowned(String folder) {
    unowned.add(folder);
    findings.add(
        new Finding(
            isJournalDamaged ? Severity.DAMAGE : Severity.NOTE,
            folder,
            0,
            "a destination that owns it",
            "none in the journal",
            isJournalDamaged
                ? "Its destination was deleted, or its definition was lost with the damaged part of"
                    + " the journal. The next start deletes the folder."
                : "Its destination was deleted. The next start deletes the folder.",
            "move it to the quarantine"));
  }

  private void examine(String folder, PartitionTruth truth) {
    LogCheck check =
        LogCheck.run(disk, folder, truth.key(), truth.logEnd(), run -> messages += run.count());
    for (LogFault fault : check.faults()) {
      tell(fault, truth);
    }
  }

  private void tell(LogFault fault, PartitionTruth truth) {
    String repair = "";
    if (fault.kind() == LogFault.Kind.INDEX) {
      damagedIndexes.add(fault.file());
      repair = "move it to the quarantine; the broker builds it again";
    } else if (fault.isOfMessages()) {
      damaged.add(truth.key());
      repair = "write the log again with every message that is whole";
    }
    OffsetRange lost = new OffsetRange(fault.lostFrom(), fault.lostEnd());
    findings.add(
        new Finding(
            fault.isDamage() ? Severity.DAMAGE : Severity.NOTE,
            fault.file(),
            fault.fileOffset(),
            fault.expected(),
            fault.found(),
            meaning(fault, truth.name(), lost),
            repair));
  }

  private static String meaning(LogFault fault, String name, OffsetRange lost) {
    String text =
        switch (fault.kind()) {
          case HEADER, NAME, SIZE -> "The broker does not start.";
          case MISSING -> "The broker does not start.";
          case RECORD, MESSAGES -> "Consumers of " + name + " stop there.";
          case END -> "The broker does not start.";
          case INDEX ->
              "Nothing is lost: an index is made of the segment, and may be like this after a power"
                  + " failure.";
          case INDEX_END -> "Normal after a power failure: the broker completes it.";
          case ABOVE_END -> "Normal after a crash: the journal still has what is there.";
          case LEFTOVER -> "The next start deletes it.";
        };
    return lost.isEmpty() || !fault.isDamage()
        ? text
        : text + " Lost at most: " + lost + " of " + name + ".";
  }

  /** That can't be told from a log whose messages have all gone out of retention. */
  private void noteMissing(PartitionTruth truth) {
    String folder = DataFolder.log(truth.key());
    if (disk.list(folder).isEmpty()) {
      findings.add(
          Finding.note(
              folder,
              "no log",
              "The journal says that the log of "
                  + truth.name()
                  + " ends at offset "
                  + truth.logEnd()
                  + ". Normal if none of these messages was kept; else the folder was lost."));
    }
  }
}
