// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.journal.JournalCheck;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import io.rewindmq.shard.state.ShardState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole data folder, changes nothing, and says what is wrong and what can be done. The
 * journal comes first: it is the truth that the logs are compared with.
 */
@AnyThread // confined to the caller
final class Examination implements AutoCloseable {
  private final Disk disk;
  private final JournalReplay replay;
  private final JournalMessages messages;
  private final Map<PartitionKey, PartitionTruth> truths = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<RepairStep> steps = new ArrayList<>();
  private final LogFolders logs;
  private final OtherFiles others;

  private Examination(Disk disk, JournalReplay replay) {
    this.disk = disk;
    this.replay = replay;
    this.messages = new JournalMessages(replay.journal());
    findings.addAll(replay.findings());
    checkNotEmpty();
    for (DestinationState destination : replay.state().destinations()) {
      for (PartitionState partition : destination.partitions()) {
        PartitionTruth truth = messages.truthOf(destination, partition);
        truths.put(truth.key(), truth);
        tell(truth);
      }
    }
    boolean isDamaged = replay.hasStrays() || findings.stream().anyMatch(Finding::isDamage);
    this.logs = new LogFolders(disk, truths, isDamaged);
    this.others = new OtherFiles(disk);
  }

  /**
   * Examines a folder that nobody uses.
   *
   * @throws NotCheckedException it is no data folder
   */
  static Examination of(Disk disk) {
    checkIsDataFolder(disk);
    Examination examination = new Examination(disk, new JournalReplay(disk));
    examination.run();
    return examination;
  }

  /**
   * Looks whether this can be a data folder.
   *
   * @throws NotCheckedException it can't
   */
  static void checkIsDataFolder(Disk disk) {
    if (disk.list(DataFolder.JOURNAL).isEmpty()
        && disk.list(DataFolder.LOG).isEmpty()
        && !disk.exists(DataFolder.DATABASE)) {
      throw new NotCheckedException(
          disk.describe("")
              + " is not a data folder: it has neither a journal, nor logs, nor a"
              + " database");
    }
  }

  private void run() {
    logs.examine();
    others.examine();
    findings.addAll(logs.findings());
    findings.addAll(others.findings());
    if (isPlannable()) {
      plan();
    }
  }

  /** What was found, in the order it was looked at. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  boolean isSound() {
    return findings.stream().noneMatch(Finding::isDamage);
  }

  /** What a repair would do, in this order; empty if there is nothing that can be done. */
  List<RepairStep> steps() {
    return List.copyOf(steps);
  }

  /** How much was read. */
  String extent() {
    JournalCheck journal = replay.journal();
    return journal.entries()
        + " journal entries in "
        + (journal.endPosition() - journal.startPosition())
        + " bytes, "
        + truths.size()
        + " partitions, "
        + logs.messages()
        + " messages in logs";
  }

  private void checkNotEmpty() {
    if (replay.journal().isEmpty()) {
      boolean isLost = !disk.list(DataFolder.LOG).isEmpty();
      findings.add(
          new Finding(
              isLost ? Severity.DAMAGE : Severity.NOTE,
              DataFolder.JOURNAL,
              0,
              "segments of the journal",
              "none",
              isLost
                  ? "A broker that is started here begins anew and deletes all logs. Restore the"
                      + " folder from a backup."
                  : "A broker that is started here begins anew.",
              ""));
    }
  }

  private void tell(PartitionTruth truth) {
    JournalCheck journal = replay.journal();
    for (OffsetRange lost : truth.lost()) {
      Run run = runAt(truth.key(), lost.from());
      long position = run == null ? journal.startPosition() : run.position();
      findings.add(
          new Finding(
              Severity.DAMAGE,
              run == null ? DataFolder.JOURNAL : journal.fileOf(position),
              run == null ? 0 : journal.fileOffset(position),
              "the messages of " + truth.name() + " with " + lost,
              run == null ? "no entry that brought them" : "messages with wrong checksums",
              "They are lost, unless the partition's log has them.",
              "note them as not kept, so that consumers go on behind them"));
    }
    if (truth.wantedNextOffset() > truth.nextOffset()) {
      OffsetRange used = new OffsetRange(truth.nextOffset(), truth.wantedNextOffset());
      findings.add(
          new Finding(
              Severity.DAMAGE,
              DataFolder.JOURNAL,
              0,
              "the messages of " + truth.name() + " with " + used,
              "only traces of them",
              "They are lost or settled; without a repair their offsets would be given out again.",
              "give out these offsets, without messages"));
    }
  }

  private @Nullable Run runAt(PartitionKey key, long offset) {
    DestinationState destination = replay.state().destination(key.destination());
    if (destination == null) {
      return null;
    }
    RunIndex runs = destination.partition(key.partition()).runs();
    int row = runs.rowAt(offset);
    return row < runs.size() && runs.base(row) <= offset ? runs.run(row) : null;
  }

  private boolean isPlannable() {
    return replay.isTrusted() && !others.isRepairUnfinished();
  }

  private void plan() {
    List<PartitionTruth> noted =
        truths.values().stream().filter(PartitionTruth::needsNote).toList();
    Set<PartitionKey> rebuilt = new TreeSet<>(logs.damaged());
    noted.forEach(truth -> rebuilt.add(truth.key()));
    truths.values().stream()
        .filter(truth -> rebuilt.contains(truth.key()))
        .forEach(truth -> steps.add(rebuild(truth)));
    // after the logs: they take what can be read of what is written over
    replay.journal().mends().forEach(mend -> steps.add(new MendJournal(mend)));
    List<ShardEvent> pictures = replay.lostPictures();
    if (!noted.isEmpty() || !pictures.isEmpty()) {
      List<String> files = filesIn(DataFolder.JOURNAL);
      int segmentBytes = replay.journal().newestSegmentBytes();
      steps.add(new NoteInJournal(noted, pictures, segmentBytes, files));
    }
    List<String> indexes =
        logs.damagedIndexes().stream()
            .filter(file -> rebuilt.stream().noneMatch(key -> isIn(file, key)))
            .toList();
    for (String index : indexes) {
      steps.add(new TakeAway(index + ": move it to the quarantine", List.of(index)));
    }
    for (String folder : logs.unowned()) {
      steps.add(new TakeAway(folder + ": move it to the quarantine", filesIn(folder)));
    }
  }

  private List<String> filesIn(String folder) {
    return disk.list(folder).stream().map(file -> folder + "/" + file).toList();
  }

  private static boolean isIn(String file, PartitionKey key) {
    return file.startsWith(DataFolder.log(key) + "/");
  }

  private RepairStep rebuild(PartitionTruth truth) {
    PartitionKey key = truth.key();
    List<String> old = filesIn(DataFolder.log(key));
    List<Run> runs = new ArrayList<>();
    ShardState state = replay.state();
    DestinationState destination = state.destination(key.destination());
    if (destination != null && truth.needsNote()) {
      RunIndex index = destination.partition(key.partition()).runs();
      for (int row = 0; row < index.size() && index.base(row) < truth.wantedLogEnd(); row++) {
        runs.add(index.run(row));
      }
    }
    return new RebuildLog(truth, old, logs.sourcesOf(key), runs, messages);
  }

  @Override
  public void close() {
    replay.close();
  }
}
