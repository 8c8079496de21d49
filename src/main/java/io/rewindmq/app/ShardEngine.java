// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.copy.FolderCopy;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.log.LogOptions;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardLoop;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.dispatch.MessageCopier;
import io.rewindmq.storage.LogStore;
import io.rewindmq.storage.StoreExecutors;

/** A recovered shard with its journal and its store, whoever runs the work of their threads. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ShardEngine implements AutoCloseable {
  private static final String JOURNAL_FOLDER = "journal";
  private static final String LOG_FOLDER = "log";

  private final Journal journal;
  private final LogStore store;
  private final Shard shard;

  /** Sizes of the parts. */
  public record Options(ShardOptions shard, JournalOptions journal, LogOptions log) {}

  /**
   * Who does the work that the loop does not.
   *
   * @param writer runs {@code JOURNAL_WRITER}
   * @param housekeeper runs {@code HOUSEKEEPER}
   * @param reader runs {@code LOG_READER}
   */
  public record Executors(RoleExecutor writer, RoleExecutor housekeeper, RoleExecutor reader) {}

  private ShardEngine(Journal journal, LogStore store, Shard shard) {
    this.journal = journal;
    this.store = store;
    this.shard = shard;
  }

  /**
   * Opens the files and recovers the shard. When this throws, no file stays open.
   *
   * @param loop does not run yet
   * @param damage hears of damaged messages; the shard goes on
   * @param copier copies messages that go to another queue
   */
  public static ShardEngine open(
      Options options,
      Disk disk,
      Executors executors,
      ShardLoop loop,
      FaultHandler damage,
      MessageCopier copier) {
    disk.deleteDirectory(FolderCopy.FOLDER); // of a copy that was cut short
    Journal journal =
        Journal.open(
            options.journal(),
            disk,
            JOURNAL_FOLDER,
            executors.writer(),
            executors.housekeeper(),
            loop,
            loop.journalListener());
    LogStore store =
        new LogStore(
            options.log(),
            disk,
            LOG_FOLDER,
            journal::read,
            new StoreExecutors(loop, executors.reader(), executors.housekeeper()),
            new StoreFaults(damage));
    boolean isDone = false;
    try {
      Shard shard = Shard.open(options.shard(), journal, store, loop, damage, copier);
      isDone = true;
      return new ShardEngine(journal, store, shard);
    } finally {
      if (!isDone) {
        close(store, journal);
      }
    }
  }

  public Shard shard() {
    return shard;
  }

  public Journal journal() {
    return journal;
  }

  /** Closes the files; what was not flushed before is not written any more. */
  @Override
  public void close() {
    close(store, journal);
  }

  private static void close(LogStore store, Journal journal) {
    store.close();
    journal.close();
  }
}
