// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.log.FilePool;
import io.rewindmq.log.LogCheck;
import io.rewindmq.log.LogOptions;
import io.rewindmq.log.PartitionLog;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a partition's log again, with every message that is whole: those of the old segments, and
 * those of the journal that come before something the journal has lost. Offsets without a message
 * become a gap, as they are left by messages that are not kept.
 *
 * @param old all files of the log's folder
 * @param sources segments of the partition, wherever they lie
 * @param runs in the journal, to be in the log from now on
 */
record RebuildLog(
    PartitionTruth truth,
    List<String> old,
    List<String> sources,
    List<Run> runs,
    JournalMessages journal)
    implements RepairStep {
  private static final int OPEN_FILES_MAX = 16;

  RebuildLog {
    old = List.copyOf(old);
    sources = List.copyOf(sources);
    runs = List.copyOf(runs);
  }

  @Override
  public String text() {
    return DataFolder.log(truth.key())
        + ": write the log of "
        + truth.name()
        + " again, up to offset "
        + truth.wantedLogEnd()
        + ", with every message that is whole; what is lost becomes a gap";
  }

  @Override
  public List<String> changes() {
    return List.of();
  }

  @Override
  public List<String> removes() {
    List<String> all = new ArrayList<>(old);
    sources.stream().filter(file -> !all.contains(file)).forEach(all::add);
    return all;
  }

  @Override
  public long bytes(Disk disk) {
    long bytes = runs.stream().mapToLong(Run::bytes).sum();
    for (String source : sources) {
      try (DiskFile file = disk.open(source)) {
        bytes += file.size();
      }
    }
    return bytes;
  }

  @Override
  public void apply(Disk disk, Quarantine saved) {
    String from = DataFolder.rebuilt(truth.key());
    try (FilePool pool = new FilePool(disk, OPEN_FILES_MAX)) {
      write(disk, saved, new PartitionLog(truth.key(), from, disk, pool, LogOptions.DEFAULT));
    }
    String to = DataFolder.log(truth.key());
    for (String file : disk.list(from)) {
      disk.rename(from + "/" + file, to + "/" + file);
      Quarantine.syncFoldersOf(disk, to + "/" + file);
    }
    disk.deleteDirectory(DataFolder.REBUILT);
  }

  private void write(Disk disk, Quarantine saved, PartitionLog log) {
    Appender appender = new Appender(log, truth.wantedLogEnd());
    record Source(String file, long first) {}
    List<Source> inOrder = new ArrayList<>();
    for (String source : sources) {
      long[] first = {Long.MAX_VALUE};
      String file = saved.of(source);
      LogCheck.salvage(disk, file, run -> first[0] = Math.min(first[0], run.baseOffset()));
      inOrder.add(new Source(file, first[0]));
    }
    inOrder.sort(Comparator.comparingLong(Source::first));
    for (Source source : inOrder) {
      LogCheck.salvage(disk, source.file(), appender::append);
      log.force();
    }
    runs.forEach(run -> journal.read(run, appender::append));
    log.skipTo(truth.wantedLogEnd());
    log.force();
  }

  /** Appends what is new. */
  private static final class Appender {
    private final PartitionLog log;
    private final long endMax;
    private long end;

    Appender(PartitionLog log, long endMax) {
      this.log = log;
      this.endMax = endMax;
    }

    void append(RunBytes run) {
      long from = Math.max(run.baseOffset(), end);
      long to = Math.min(run.endOffset(), endMax);
      if (from < to) {
        log.append(run.slice(from, (int) (to - from), Integer.MAX_VALUE));
        end = to;
      }
    }
  }
}
