// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.log.CrashDisk;
import io.rewindmq.log.LogOptions;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A store over a journal in memory and a disk that may crash; keeps what was appended. */
final class StoreWorld implements StoreListener {
  static final LogOptions OPTIONS = new LogOptions(4096, 100_000, 300, 4);

  final CrashDisk disk;
  private final Map<PartitionKey, List<RunBytes>> appended = new TreeMap<>();
  private final Map<PartitionKey, List<Run>> inJournal = new TreeMap<>();

  /** What the journal remembers of {@link MessageStore#materialize}. */
  final Map<PartitionKey, Long> ends = new HashMap<>();

  final List<String> faults = new ArrayList<>();
  private final Random random;
  private byte[] journal = new byte[0];
  private long millis = 1000;
  private TaskQueue tasks;
  LogStore store;
  int journalReads;

  StoreWorld(long seed) {
    this.random = new Random(seed);
    this.disk = new CrashDisk(seed);
    this.tasks = new TaskQueue(seed);
    this.store = newStore();
  }

  private LogStore newStore() {
    StoreExecutors executors =
        new StoreExecutors(
            tasks.executor(Integer.MAX_VALUE), tasks.executor(20), tasks.executor(20));
    return new LogStore(OPTIONS, disk, "log", this::readJournal, executors, this);
  }

  /** Everything appended to a partition. */
  List<RunBytes> appended(PartitionKey key) {
    return appended.computeIfAbsent(key, k -> new ArrayList<>());
  }

  /** Of that, what is not yet freed in the journal; may be changed. */
  List<Run> inJournal(PartitionKey key) {
    return inJournal.computeIfAbsent(key, k -> new ArrayList<>());
  }

  void setInJournal(PartitionKey key, List<Run> runs) {
    inJournal.put(key, new ArrayList<>(runs));
  }

  /** Goes on after a stop with what the disk and the journal have. */
  void restart() {
    disk.restart();
    tasks = new TaskQueue(random.nextLong());
    store = newStore();
    store.restore(ends);
  }

  private void readJournal(long position, ByteBuffer into) {
    journalReads++;
    if (position + into.remaining() > journal.length) {
      throw new CorruptDataException("journal", position, "too short");
    }
    into.put(journal, (int) position, into.remaining());
  }

  void flipJournalBit(long bit) {
    journal[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
  }

  /** A run of a partition goes to the journal, a few bytes after the one before. */
  Run append(PartitionKey key, int count, int extraBytes) {
    List<RunBytes> before = appended(key);
    long base = before.isEmpty() ? 0 : before.getLast().endOffset();
    return append(TestRuns.run(base, count, millis, extraBytes), key);
  }

  private Run append(RunBytes run, PartitionKey key) {
    int position = journal.length + 30;
    journal = Arrays.copyOf(journal, position + run.bytes());
    run.elements().duplicate().get(journal, position, run.bytes());
    appended(key).add(run);
    Run where =
        new Run(run.baseOffset(), run.count(), run.appendTimeMillis(), position, run.bytes());
    inJournal(key).add(where);
    return where;
  }

  void appendSome(int runs, PartitionKey... keys) {
    for (int i = 0; i < runs; i++) {
      millis += random.nextInt(3) == 0 ? random.nextInt(200) : 0;
      append(keys[random.nextInt(keys.length)], 1 + random.nextInt(6), random.nextInt(40));
    }
  }

  /** Materialises all that the journal has; what is reported is remembered and freed. */
  Map<PartitionKey, Long> materialize() {
    Map<PartitionKey, Long> reported = new HashMap<>();
    store.materialize(
        inJournal,
        done -> {
          reported.putAll(done);
          ends.putAll(done);
          done.forEach((key, end) -> inJournal(key).removeIf(run -> run.endOffset() <= end));
        });
    run();
    return reported;
  }

  void run() {
    tasks.run();
  }

  /** All messages of a partition's log, one run each. */
  List<RunBytes> messagesInLog(PartitionKey key) {
    List<RunBytes> messages = new ArrayList<>();
    Fetched part = fetchLog(key, 0);
    while (!part.runs.isEmpty()) {
      part.runs.forEach(run -> messages.addAll(split(run)));
      part = fetchLog(key, part.runs.getLast().endOffset());
    }
    return messages;
  }

  /** The messages that were appended below an offset, one run each. */
  List<RunBytes> messagesBelow(PartitionKey key, long endOffset) {
    List<RunBytes> messages = new ArrayList<>();
    appended(key).forEach(run -> messages.addAll(split(run)));
    messages.removeIf(message -> message.baseOffset() >= endOffset);
    return messages;
  }

  private static List<RunBytes> split(RunBytes run) {
    List<RunBytes> messages = new ArrayList<>();
    for (long offset = run.baseOffset(); offset < run.endOffset(); offset++) {
      messages.add(run.slice(offset, 1, 1));
    }
    return messages;
  }

  Fetched fetchLog(PartitionKey key, long fromOffset) {
    Fetched fetched = new Fetched();
    store.fetchLog(key, fromOffset, 1500, fetched);
    run();
    return fetched;
  }

  /** The one answer to a fetch. */
  static final class Fetched implements FetchSink {
    final List<RunBytes> runs = new ArrayList<>();
    final List<CorruptDataException> damage = new ArrayList<>();
    int answers;

    @Override
    public void fetched(List<RunBytes> found) {
      answers++;
      runs.addAll(found);
    }

    @Override
    public void failed(CorruptDataException e) {
      answers++;
      damage.add(e);
    }
  }

  @Override
  public void corrupt(PartitionKey partition, CorruptDataException e) {
    faults.add("corrupt " + partition + ": " + e.getMessage());
  }

  @Override
  public void historyGivenUp(PartitionKey partition, long bytes) {}

  @Override
  public void diskFull(DiskFullException e) {
    faults.add("full");
  }

  @Override
  public void diskFailed(DiskFailedException e) {
    faults.add("failed");
  }
}
