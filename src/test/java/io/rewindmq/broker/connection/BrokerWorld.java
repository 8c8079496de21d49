// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardLoop;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.testkit.InMemoryCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A broker with a real shard and journal in one thread, without sockets. */
final class BrokerWorld implements AutoCloseable {
  private static final int TURNS_MAX = 100_000;

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Deque<Runnable> otherThreads = new ArrayDeque<>();
  private final List<Throwable> faults = new ArrayList<>();
  private final Path folder;
  private final ShardLoop loop;
  private final Journal journal;
  private final StandingClock clock = new StandingClock();
  private final Shard shard;
  private final Broker broker;

  BrokerWorld() {
    this(Authenticator.loopbackOnly());
  }

  BrokerWorld(Authenticator authenticator) {
    ThreadRole.SHARD_LOOP.bind();
    try {
      folder = Files.createTempDirectory("broker");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk disk = new RealDisk(folder);
    loop = new ShardLoop(1024, 1024, clock, faults::add);
    journal =
        Journal.open(
            new JournalOptions(8 << 20, 8 << 20, 1 << 20, 1 << 16, 1),
            disk,
            "journal",
            otherThreads::add,
            otherThreads::add,
            loop,
            loop.journalListener());
    shard =
        Shard.open(
            ShardOptions.DEFAULT,
            journal,
            new JournalOnlyStore(journal, loop),
            loop,
            faults::add,
            (run, origin) -> run.elements());
    broker =
        new Broker(
            BrokerOptions.defaults(),
            shard,
            new BrokerPorts(catalog, loop, clock, authenticator, SelectorCompiler.standard()));
    loop.onTurnEnd(broker::turnEnded);
    run();
  }

  Shard shard() {
    return shard;
  }

  Broker broker() {
    return broker;
  }

  InMemoryCatalog catalog() {
    return catalog;
  }

  /** The catalog is asked to write what was noted. */
  void catalogNotesAreDue() {
    for (int i = 0; i < 2; i++) { // none may have come during the last moment
      clock.nanos += 100_000_000;
      run();
    }
  }

  /** The catalog once notes have reached it. */
  InMemoryCatalog notedCatalog() {
    catalogNotesAreDue();
    return catalog;
  }

  ShardLoop loop() {
    return loop;
  }

  /** A connection that has said nothing yet. */
  TestClient client(long connectionId) {
    return new TestClient(broker, this::run, connectionId);
  }

  long backlog(String group) {
    List<GroupView> named = shard.groupsNamed(group);
    return named.stream().mapToLong(GroupView::backlog).sum();
  }

  /** Turns until nothing happens any more. */
  void run() {
    // What was called outside of a turn counts as its work.
    loop.execute(() -> {});
    int turns = 0;
    boolean isBusy = true;
    while (isBusy) {
      isBusy = loop.turn();
      Runnable task = otherThreads.poll();
      if (task != null) {
        task.run();
        isBusy = true;
      }
      turns++;
      if (turns > TURNS_MAX) {
        throw new AssertionError("the loop is never quiet");
      }
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("fault", faults.get(0));
    }
  }

  @Override
  public void close() {
    journal.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A wall clock that stands, and a monotonic one that a test moves. */
  private static final class StandingClock implements Clock {
    private long nanos;

    @Override
    public long millis() {
      return 1_000_000;
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }
}
