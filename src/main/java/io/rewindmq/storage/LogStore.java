// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.log.FilePool;
import io.rewindmq.log.LogOptions;
import io.rewindmq.log.LogSizes;
import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.PartitionLog;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of a shard: partition logs in {@code <directory>/<destination>/<partition>/}.
 *
 * <p>The shard's loop knows of each log only what answers have told it, so that what it sees does
 * not depend on the other threads' speed.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class LogStore implements MessageStore, AutoCloseable {
  private final LogOptions options;
  private final Disk disk;
  private final String directory;
  private final FilePool pool;
  private final JournalRuns journal;
  private final JournalRuns copied;
  private final Scratch joinRoom = new Scratch();
  private final TaskLane reader;
  private final TaskLane housekeeper;
  private final StoreListener listener;
  private final Map<PartitionKey, Stored> partitions = new HashMap<>();
  private long bytes;
  private boolean diskFull;

  /**
   * A store that is not {@linkplain #restore restored} yet.
   *
   * @param directory the folder of all logs
   * @param journal what runs are read from
   */
  public LogStore(
      LogOptions options,
      Disk disk,
      String directory,
      JournalBytes journal,
      StoreExecutors executors,
      StoreListener listener) {
    this.options = options;
    this.disk = disk;
    this.directory = directory;
    this.pool = new FilePool(disk, options.openFilesMax());
    this.journal = new JournalRuns(journal);
    this.copied = new JournalRuns(journal, new Scratch()::take);
    this.reader = new TaskLane(executors.reader(), executors.loop());
    this.housekeeper = new TaskLane(executors.housekeeper(), executors.loop());
    this.listener = listener;
  }

  /** A log, and what the loop knows of it. */
  private static final class Stored {
    private final PartitionLog log;
    private Bounds bounds;

    /** Changes under way. */
    private int changes;

    Stored(PartitionLog log) {
      this.log = log;
      this.bounds = Bounds.of(log);
    }
  }

  private record Bounds(long start, long end, long bytes, LogSizes sizes) {
    static Bounds of(PartitionLog log) {
      return new Bounds(log.startOffset(), log.endOffset(), log.bytes(), log.sizes());
    }
  }

  @Override
  public void restore(Map<PartitionKey, Long> ends) {
    Set<String> destinations = new HashSet<>(disk.list(directory));
    for (Map.Entry<PartitionKey, Long> entry : new TreeMap<>(ends).entrySet()) {
      PartitionKey key = entry.getKey();
      if (entry.getValue() > 0 && destinations.contains(Integer.toString(key.destination()))) {
        PartitionLog log = newLog(key);
        log.open(entry.getValue());
        Stored stored = new Stored(log);
        if (stored.bounds.bytes() > 0) {
          partitions.put(key, stored);
          bytes += stored.bounds.bytes();
        }
      }
    }
    deleteUnknown();
  }

  private void deleteUnknown() {
    Set<String> known = new HashSet<>();
    partitions.keySet().forEach(key -> known.add(folder(key)));
    for (String destination : disk.list(directory)) {
      String parent = directory + "/" + destination;
      boolean isUsed = false;
      for (String partition : disk.list(parent)) {
        if (known.contains(parent + "/" + partition)) {
          isUsed = true;
        } else {
          disk.deleteDirectory(parent + "/" + partition);
        }
      }
      if (!isUsed) {
        disk.deleteDirectory(parent);
      }
    }
  }

  private String folder(PartitionKey key) {
    return directory + "/" + key.destination() + "/" + key.partition();
  }

  private PartitionLog newLog(PartitionKey key) {
    return new PartitionLog(key, folder(key), disk, pool, options);
  }

  @Override
  public void fetchJournal(PartitionKey partition, List<Run> runs, FetchSink sink) {
    List<Run> wanted = List.copyOf(runs);
    fetch(
        () -> {
          List<RunBytes> found = new ArrayList<>();
          journal.read(wanted, found::add);
          return found;
        },
        sink);
  }

  @Override
  public void fetchLog(PartitionKey partition, long fromOffset, int bytesMax, FetchSink sink) {
    Stored stored = partitions.get(partition);
    fetch(() -> stored == null ? List.of() : stored.log.read(fromOffset, bytesMax), sink);
  }

  private void fetch(Supplier<List<RunBytes>> read, FetchSink sink) {
    reader.submit(
        () -> {
          try {
            List<RunBytes> runs = read.get();
            return () -> sink.fetched(runs);
          } catch (CorruptDataException e) {
            return () -> sink.failed(e);
          }
        });
  }

  @Override
  public void offsetAt(PartitionKey partition, long millis, LongConsumer done) {
    Stored stored = partitions.get(partition);
    reader.submit(
        () -> {
          if (stored == null) {
            return () -> done.accept(0);
          }
          try {
            long offset = stored.log.offsetAtOrAfter(millis);
            return () -> done.accept(offset);
          } catch (CorruptDataException e) {
            long lowest = stored.log.lowestOffsetAt(millis);
            return () -> {
              listener.corrupt(partition, e);
              done.accept(lowest);
            };
          }
        });
  }

  @Override
  public void materialize(
      Map<PartitionKey, List<Run>> runs, Consumer<Map<PartitionKey, Long>> done) {
    Materialization job = new Materialization(runs.size(), done);
    if (runs.isEmpty()) {
      housekeeper.submit(() -> job::answerIfDone);
    }
    for (Map.Entry<PartitionKey, List<Run>> entry : new TreeMap<>(runs).entrySet()) {
      PartitionKey key = entry.getKey();
      List<Run> ofPartition = List.copyOf(entry.getValue());
      Stored stored = partitions.computeIfAbsent(key, k -> new Stored(newLog(k)));
      change(key, stored, log -> copy(ofPartition, log), bounds -> job.finish(key, bounds));
    }
  }

  private void copy(List<Run> runs, PartitionLog log) {
    RunCopier copier = new RunCopier(log, joinRoom);
    int from = 0;
    for (int i = 0; i <= runs.size(); i++) {
      if (i == runs.size() || runs.get(i).isDropped()) {
        copied.read(runs.subList(from, i), copier::add);
        if (i < runs.size()) {
          copier.skipTo(runs.get(i).endOffset());
        }
        from = i + 1;
      }
    }
    copier.flush();
    log.force();
  }

  /** One call of {@link #materialize}. */
  private static final class Materialization {
    private final Consumer<Map<PartitionKey, Long>> done;
    private final Map<PartitionKey, Long> ends = new TreeMap<>();
    private int pending;

    Materialization(int pending, Consumer<Map<PartitionKey, Long>> done) {
      this.pending = pending;
      this.done = done;
    }

    void finish(PartitionKey key, @Nullable Bounds bounds) {
      if (bounds != null) {
        ends.put(key, bounds.end());
      }
      pending--;
      answerIfDone();
    }

    void answerIfDone() {
      if (pending == 0) {
        done.accept(ends);
      }
    }
  }

  @Override
  public void applyRetention(
      PartitionKey partition, NeededOffsets needed, RetentionOptions retention, long nowMillis) {
    Stored stored = partitions.get(partition);
    if (stored != null) {
      change(
          partition, stored, log -> log.applyRetention(retention, needed, nowMillis), bounds -> {});
    }
  }

  @Override
  public void makeRoom(PartitionKey partition, NeededOffsets needed, LongConsumer done) {
    Stored stored = partitions.get(partition);
    if (stored != null) {
      long before = stored.bounds.bytes();
      change(
          partition,
          stored,
          log -> log.halveHistory(needed),
          bounds -> {
            if (bounds != null && bounds.bytes() < before) {
              listener.historyGivenUp(partition, before - bounds.bytes());
              done.accept(before - bounds.bytes());
            }
          });
    }
  }

  @Override
  public void giveUp(PartitionKey partition, long bytes) {
    listener.historyGivenUp(partition, bytes);
  }

  @Override
  public boolean isDiskFull() {
    return diskFull;
  }

  /**
   * Changes a log on {@code HOUSEKEEPER}.
   *
   * @param done takes the log's new bounds, null = it failed, and the listener has been told
   */
  private void change(
      PartitionKey key,
      Stored stored,
      Consumer<PartitionLog> work,
      Consumer<@Nullable Bounds> done) {
    stored.changes++;
    housekeeper.submit(
        () -> {
          Runnable fault = attempt(key, stored.log, work);
          Bounds bounds = Bounds.of(stored.log);
          return () -> {
            stored.changes--;
            learn(key, stored, bounds);
            diskFull = false;
            if (fault != null) {
              fault.run();
            }
            done.accept(fault == null ? bounds : null);
          };
        });
  }

  /** Works on a log; returns what to tell the listener if that failed, the log being as before. */
  private @Nullable Runnable attempt(
      PartitionKey key, PartitionLog log, Consumer<PartitionLog> work) {
    try {
      try {
        work.accept(log);
        return null;
      } catch (DiskFullException e) {
        log.undo();
        return () -> {
          diskFull = true;
          listener.diskFull(e);
        };
      } catch (CorruptDataException e) {
        log.undo();
        return () -> listener.corrupt(key, e);
      }
    } catch (DiskFailedException e) {
      return () -> listener.diskFailed(e);
    }
  }

  private void learn(PartitionKey key, Stored stored, Bounds bounds) {
    if (partitions.get(key) == stored) {
      bytes += bounds.bytes() - stored.bounds.bytes();
      stored.bounds = bounds;
      if (bounds.bytes() == 0 && stored.changes == 0) {
        partitions.remove(key); // it has no file; one that holds something again begins anew
      }
    }
  }

  @Override
  public void dropPartition(PartitionKey partition) {
    Stored stored = partitions.remove(partition);
    if (stored != null) {
      bytes -= stored.bounds.bytes();
      change(partition, stored, PartitionLog::delete, bounds -> {});
    }
  }

  @Override
  public long logStart(PartitionKey partition) {
    Stored stored = partitions.get(partition);
    return stored == null ? 0 : stored.bounds.start();
  }

  @Override
  public long logEnd(PartitionKey partition) {
    Stored stored = partitions.get(partition);
    return stored == null ? 0 : stored.bounds.end();
  }

  @Override
  public long logBytes(PartitionKey partition) {
    Stored stored = partitions.get(partition);
    return stored == null ? 0 : stored.bounds.bytes();
  }

  @Override
  public long logBytesFrom(PartitionKey partition, long offset) {
    Stored stored = partitions.get(partition);
    return stored == null ? 0 : stored.bounds.sizes().bytesFrom(offset);
  }

  /** Size of all partitions' log files. */
  public long bytes() {
    return bytes;
  }

  /** Closes the files; the threads that work for the store have ended. */
  @Override
  public void close() {
    pool.close();
  }
}
