// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.storage.MessageStore;
import io.rewindmq.storage.TestStore;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard with its loop, its journal and its store in one thread, over any disk; nothing happens
 * unless told.
 */
public final class ShardWorld {
  public static final OperationId OPERATION = new OperationId(7, 7);
  public static final ProducerId PRODUCER = new ProducerId(1, 1);

  /** A clock that stands still. */
  public static final class TestClock implements Clock {
    public long millis = 1_000_000;

    /** Passes on the monotonic clock only. */
    long moreNanos;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public long nanos() {
      return millis * 1_000_000 + moreNanos;
    }
  }

  /** Keeps what a command came to. */
  public static final class Result<T extends @Nullable Object> implements Completion<T> {
    boolean isCompleted;
    @Nullable T value;
    @Nullable Rejection rejection;

    @Override
    public void completed(T completed) {
      isCompleted = true;
      value = completed;
    }

    @Override
    public void rejected(Rejection why, String detail) {
      rejection = why;
    }

    public T get() {
      if (!isCompleted || value == null) {
        throw new AssertionError("not completed: " + rejection);
      }
      return value;
    }
  }

  /** One message as a consumer got it. */
  record Delivery(int partition, long offset, long value, int count, int flags) {}

  /** A consumer that keeps what it gets. */
  public static final class TestSink implements ConsumerSink {
    public final List<Delivery> deliveries = new ArrayList<>();
    final List<Integer> resets = new ArrayList<>();
    boolean ready = true;
    boolean isDeleted;
    int runs;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
      runs++;
      long offset = run.baseOffset();
      List<Long> values = TestMessages.values(run.elements());
      if (values.size() != run.count()) {
        throw new AssertionError(values.size() + " elements, expected " + run.count());
      }
      for (long value : values) {
        deliveries.add(new Delivery(partition, offset++, value, deliveryCount, flags));
      }
    }

    @Override
    public void reset(int groupEpoch, OperationId operation) {
      resets.add(groupEpoch);
    }

    @Override
    public void deleted() {
      isDeleted = true;
    }

    public List<Long> values() {
      return deliveries.stream().map(Delivery::value).toList();
    }

    public List<Long> takeValues() {
      List<Long> values = values();
      deliveries.clear();
      return values;
    }
  }

  /** Confirmed and rejected sequences. */
  public static final class TestOutcome implements SendOutcome {
    final List<Long> confirmed = new ArrayList<>();
    final List<Long> rejected = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();

    @Override
    public void confirmed(long firstSequence, long lastSequence) {
      for (long s = firstSequence; s <= lastSequence; s++) {
        confirmed.add(s);
      }
    }

    @Override
    public void rejected(
        long firstSequence, long lastSequence, Rejection rejection, String detail) {
      rejections.add(rejection);
      for (long s = firstSequence; s <= lastSequence; s++) {
        rejected.add(s);
      }
    }
  }

  public final Disk disk;
  public final TestClock clock;
  public final Deque<Runnable> writer = new ArrayDeque<>();
  public final Deque<Runnable> background = new ArrayDeque<>();
  public final List<Throwable> faults = new ArrayList<>();
  public final JournalOptions journalOptions;
  public final ShardOptions options;
  public final TestMessages.Copier copier = new TestMessages.Copier();
  public ShardLoop loop;
  public Journal journal;
  public Shard shard;

  public ShardWorld(
      Disk disk, TestClock clock, JournalOptions journalOptions, ShardOptions options) {
    this.disk = disk;
    this.clock = clock;
    this.journalOptions = journalOptions;
    this.options = options;
    this.loop = new ShardLoop(1024, options.tasksPerTurnMax(), clock, faults::add);
    this.journal =
        Journal.open(
            journalOptions,
            disk,
            "journal",
            writer::add,
            background::add,
            loop,
            loop.journalListener());
    MessageStore store = TestStore.open(disk, journal, loop, background, faults);
    this.shard = Shard.open(options, journal, store, loop, faults::add, copier);
  }

  public static ShardWorld over(Disk disk) {
    return new ShardWorld(
        disk,
        new TestClock(),
        new JournalOptions(64 << 10, 64 << 10, 16 << 10, 4 << 10, 1),
        ShardOptions.DEFAULT);
  }

  /** Everything in memory is lost; what was written, is there again. */
  public ShardWorld restarted() {
    return new ShardWorld(disk, clock, journalOptions, options);
  }

  /** Turns until nothing happens any more and nothing is held back; the disk works. */
  public void settle() {
    for (int quiet = 0; quiet < 3; quiet++) {
      while (step()) {
        quiet = 0;
      }
      clock.moreNanos += heldNanos();
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("fault", faults.getFirst());
    }
  }

  /** Until the journal gets what a turn has held back; 0 = nothing is. */
  private long heldNanos() {
    long nanos = shard.isFailed() ? Long.MAX_VALUE : shard.idleNanos(clock.nanos());
    return nanos == Long.MAX_VALUE ? 0 : nanos;
  }

  /** One turn and everything it gave to other threads; returns whether there may be more. */
  public boolean step() {
    boolean more = loop.turn();
    boolean ran = runOne(writer);
    ran |= runOne(background);
    return more || ran;
  }

  private static boolean runOne(Deque<Runnable> tasks) {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  /** Runs a task as the loop does. */
  public void run(Runnable task) {
    if (!loop.offer(task)) {
      throw new AssertionError("the mailbox is full");
    }
  }

  /** Runs a command to its end. */
  public <T extends @Nullable Object> Result<T> ask(Consumer<Completion<T>> command) {
    Result<T> result = new Result<>();
    run(() -> command.accept(result));
    settle();
    return result;
  }

  public DestinationView queue(String name) {
    return this.<DestinationView>ask(
            c ->
                shard.createDestination(
                    DestinationSpec.lasting(
                        DestinationKind.QUEUE, name, DestinationSettings.DEFAULT),
                    OPERATION,
                    c))
        .get();
  }

  public DestinationView topic(String name) {
    return this.<DestinationView>ask(
            c ->
                shard.createDestination(
                    DestinationSpec.lasting(
                        DestinationKind.TOPIC, name, DestinationSettings.DEFAULT),
                    OPERATION,
                    c))
        .get();
  }

  public static GroupSpec subscription(int topic, GroupKind kind, String name) {
    return new GroupSpec(topic, kind, name, null, name, null, false);
  }

  public GroupView durable(int topic, String name) {
    return this.<GroupView>ask(
            c -> shard.createGroup(subscription(topic, GroupKind.DURABLE, name), OPERATION, c))
        .get();
  }

  public TestOutcome send(int destination, long firstSequence, long... values) {
    return send(PRODUCER, destination, 0, firstSequence, values);
  }

  public TestOutcome send(
      ProducerId producer, int destination, long transaction, long firstSequence, long... values) {
    List<TestMessages.Spec> specs = new ArrayList<>();
    for (long value : values) {
      specs.add(TestMessages.Spec.of(value));
    }
    return send(producer, destination, transaction, firstSequence, specs);
  }

  public TestOutcome send(
      ProducerId producer,
      int destination,
      long transaction,
      long firstSequence,
      List<TestMessages.Spec> specs) {
    TestOutcome outcome = new TestOutcome();
    run(
        () ->
            shard.send(
                producer,
                destination,
                0,
                transaction,
                firstSequence,
                specs.size(),
                TestMessages.of(specs),
                outcome));
    settle();
    return outcome;
  }

  /** Sends one large message, at most three parts at once, and commits its transaction. */
  public void sendLarge(
      int destination, long transaction, long firstSequence, TestMessages.Spec first, int parts) {
    ByteBuffer elements = TestMessages.parts(first, parts, 100);
    int bytes = elements.remaining() / parts;
    for (int from = 0; from < parts; from += 3) {
      int count = Math.min(3, parts - from);
      ByteBuffer some = elements.slice(from * bytes, count * bytes);
      long sequence = firstSequence + from;
      run(
          () ->
              shard.send(
                  PRODUCER, destination, 0, transaction, sequence, count, some, new TestOutcome()));
    }
    settle();
    commit(transaction);
  }

  public ShardConsumer consumer(int group, TestSink sink, int credit) {
    ShardConsumer consumer =
        this.<ShardConsumer>ask(
                c -> shard.openConsumer(group, ConsumerOptions.of(OPERATION), sink, c))
            .get();
    credit(consumer, credit);
    return consumer;
  }

  public ShardConsumer volatileConsumer(GroupSpec spec, TestSink sink, int credit) {
    ShardConsumer consumer =
        this.<ShardConsumer>ask(
                c -> shard.openConsumer(spec, ConsumerOptions.of(OPERATION), sink, c))
            .get();
    credit(consumer, credit);
    return consumer;
  }

  public void credit(ShardConsumer consumer, int messages) {
    run(() -> consumer.addCredit(consumer.groupEpoch(), messages, messages * 1000));
    settle();
  }

  public void ack(ShardConsumer consumer, long first, long last) {
    ask(
        (Completion<@Nullable Void> c) ->
            consumer.acknowledge(
                consumer.groupEpoch(), shard.epoch(), 0, new long[] {first, last}, c));
  }

  public Result<@Nullable Void> commit(long number, Settlement... settlements) {
    return this.<@Nullable Void>ask(
        (Completion<@Nullable Void> c) ->
            shard.commit(
                new TransactionId(PRODUCER, number), shard.epoch(), List.of(settlements), c));
  }

  public long backlog(int group) {
    return shard.group(group).orElseThrow().backlog();
  }
}
