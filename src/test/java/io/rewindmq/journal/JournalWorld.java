// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimExecutors;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal over a simulated disk in one thread, and what was put into it. */
final class JournalWorld {
  static final JournalOptions SMALL = new JournalOptions(64 << 10, 64 << 10, 8 << 10, 8 << 10, 2);

  /** One entry; its bytes follow from its number. */
  record Entry(long position, long number, int bytes, long end) {}

  /** Hears the journal. */
  private final class Listener implements JournalListener {
    @Override
    public void completed(long endPosition, boolean forced) {
      completions++;
      if (forced) {
        durable = endPosition;
      }
    }

    @Override
    public void failed(DiskFailedException e) {
      failures.add(e);
    }
  }

  final SimDisk disk;
  final JournalOptions options;
  final List<DiskFailedException> failures = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  SimExecutors threads;
  Journal journal;
  RecoveryReport report;
  long durable;
  long nextNumber = 1;
  int completions;

  private JournalWorld(SimDisk disk, JournalOptions options, long seed, long cut) {
    this.disk = disk;
    this.options = options;
    this.threads = new SimExecutors(seed);
    this.journal = open();
    this.report = recover(cut);
  }

  static JournalWorld over(SimDisk disk) {
    return over(disk, SMALL, 1);
  }

  static JournalWorld over(SimDisk disk, JournalOptions options, long seed) {
    JournalWorld world = new JournalWorld(disk, options, seed, Long.MAX_VALUE);
    world.journal.startEpoch(world.report.lastEpoch() + 1);
    return world;
  }

  /** Opened and recovered, nothing begun. */
  static JournalWorld recovered(SimDisk disk) {
    return recovered(disk, Long.MAX_VALUE);
  }

  /** The same, without what lies at or above a position. */
  static JournalWorld recovered(SimDisk disk, long cut) {
    return new JournalWorld(disk, SMALL, 1, cut);
  }

  private Journal open() {
    return Journal.open(
        options,
        disk,
        "journal",
        threads.of(ThreadRole.JOURNAL_WRITER),
        threads.of(ThreadRole.HOUSEKEEPER, 4),
        threads.of(ThreadRole.SHARD_LOOP),
        new Listener());
  }

  private RecoveryReport recover(long cut) {
    RecoveryReport found = journal.recover(this::found, cut);
    durable = journal.durablePosition();
    return found;
  }

  private void found(long position, byte kind, byte version, ByteBuffer payload) {
    int bytes = payload.remaining();
    long number = payload.getLong();
    if (kind != (byte) number || version != 1 || !payload.equals(contents(number, bytes))) {
      throw new AssertionError("entry " + number + " at " + position + " is not what was written");
    }
    entries.add(new Entry(position, number, bytes, 0));
    nextNumber = number + 1;
  }

  /** What follows an entry's number in its payload. */
  private static ByteBuffer contents(long number, int payloadBytes) {
    return ByteBuffer.wrap(new SimRandom(number).bytes(payloadBytes - Long.BYTES));
  }

  /** Reserves and fills an entry of so many bytes, at least 8. */
  Entry append(int payloadBytes) {
    long number = nextNumber;
    ByteBuffer to = journal.reserve((byte) number, (byte) 1, payloadBytes);
    if (to.remaining() != payloadBytes) {
      throw new AssertionError("got " + to);
    }
    nextNumber++;
    to.putLong(number).put(contents(number, payloadBytes));
    Entry entry = new Entry(journal.reservedPosition(), number, payloadBytes, journal.openEnd());
    entries.add(entry);
    return entry;
  }

  void append(int payloadBytes, int times) {
    for (int i = 0; i < times; i++) {
      append(payloadBytes);
    }
  }

  /** Everything so far becomes durable. */
  void force() {
    journal.requireForce();
    journal.flush();
    threads.run();
    journal.flush();
    threads.run();
  }

  /** Everything so far becomes written. */
  void write() {
    journal.flush();
    threads.run();
  }

  /** Numbers of all entries known. */
  List<Long> numbers() {
    return entries.stream().map(Entry::number).toList();
  }

  /** Numbers of the entries that were reported as durable. */
  List<Long> durableNumbers() {
    return entries.stream().filter(e -> e.end() <= durable).map(Entry::number).toList();
  }

  /** The bytes of an entry's payload as read from the file. */
  boolean isReadable(Entry entry) {
    ByteBuffer into = ByteBuffer.allocate(entry.bytes());
    journal.read(entry.position(), into);
    return isIntact(entry, into.flip());
  }

  boolean isIntact(Entry entry, @Nullable ByteBuffer payload) {
    return payload != null
        && payload.getLong() == entry.number()
        && payload.equals(contents(entry.number(), entry.bytes()));
  }

  /** The process ends; another world must be made. */
  void die() {
    threads.clear();
    disk.kill();
  }

  /** The machine ends; another world must be made. */
  void crash() {
    threads.clear();
    disk.crash();
  }

  /** The only file with a name that ends so. */
  String file(long base) {
    return "journal/" + String.format(java.util.Locale.ROOT, "%020d", base) + ".jnl";
  }

  /** Where a position lies in its file. */
  static int fileOffset(long position, long base) {
    return Math.toIntExact(SegmentHeader.BYTES + position - base);
  }

  /** Replaces bytes of a file by zeros. */
  void zero(String file, int from, int count) {
    byte[] bytes = disk.bytes(file);
    Arrays.fill(bytes, from, from + count, (byte) 0);
    disk.replace(file, bytes);
  }
}
