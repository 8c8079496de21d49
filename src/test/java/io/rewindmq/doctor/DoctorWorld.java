// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.app.ShardEngine;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.ConsumerOptions;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardConsumer;
import io.rewindmq.shard.ShardLoop;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The real engine with small files, in one thread, on a disk that a doctor is to look at. */
final class DoctorWorld {
  private static final OperationId OPERATION = new OperationId(7, 7);
  private static final int MESSAGE_BYTES = 200;
  private static final int ELEMENT_BYTES = MESSAGE_BYTES + 8;
  static final int VALUE_AT = 64;
  private static final int QUIET_STEPS = 3;

  final SimDisk disk;
  final Map<Integer, List<Long>> sent = new HashMap<>();
  private final SimClock clock = new SimClock(1_000_000);
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Throwable> faults = new ArrayList<>();
  private ShardLoop loop;
  private ShardEngine engine;
  private final ProducerId producer;
  private long sequence = 1;

  DoctorWorld(SimDisk disk) {
    this.disk = disk;
    this.loop = new ShardLoop(1024, 16, clock, faults::add);
    this.engine = open();
    this.producer = new ProducerId(shard().epoch(), 1);
  }

  private ShardEngine open() {
    return ShardEngine.open(
        SmallFiles.options(),
        disk,
        new ShardEngine.Executors(tasks::add, tasks::add, tasks::add),
        loop,
        faults::add,
        (run, origin) -> run.elements().duplicate());
  }

  /** Stops in good order. */
  DoctorWorld stop() {
    settle();
    engine.close();
    return this;
  }

  Shard shard() {
    return engine.shard();
  }

  List<Throwable> faults() {
    return faults;
  }

  void settle() {
    for (int quiet = 0; quiet < QUIET_STEPS; quiet++) {
      while (step()) {
        quiet = 0;
      }
    }
  }

  private boolean step() {
    boolean more = loop.turn();
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
    return more || task != null;
  }

  private void run(Runnable task) {
    if (!loop.offer(task)) {
      throw new AssertionError("the mailbox is full");
    }
    settle();
  }

  private <T extends @Nullable Object> T ask(Consumer<Completion<T>> command) {
    List<T> results = new ArrayList<>();
    run(() -> command.accept(new MustComplete<>(results)));
    if (results.isEmpty()) {
      throw new AssertionError("not completed, faults: " + faults);
    }
    return results.getFirst();
  }

  DestinationView queue(String name) {
    return this.<DestinationView>ask(
        c ->
            shard()
                .createDestination(
                    DestinationSpec.lasting(
                        DestinationKind.QUEUE, name, DestinationSettings.DEFAULT.forEver()),
                    OPERATION,
                    c));
  }

  Optional<DestinationView> find(String name) {
    return shard().destination(DestinationKind.QUEUE, name);
  }

  /** Sends consecutive values, ten a run. */
  void send(int destination, int runs) {
    for (int i = 0; i < runs; i++) {
      long first = sequence;
      append(destination, 0, first);
      for (long value = first; value < first + 10; value++) {
        sent.computeIfAbsent(destination, d -> new ArrayList<>()).add(value);
      }
      clock.advance(10);
    }
  }

  private void append(int destination, long transaction, long first) {
    sequence += 10;
    ByteBuffer elements = elements(first, 10);
    run(
        () ->
            shard()
                .send(
                    producer,
                    destination,
                    0,
                    transaction,
                    first,
                    10,
                    elements,
                    new TakenOutcome()));
  }

  /** Stages a run in a transaction. */
  void stage(int destination, long transaction) {
    append(destination, transaction, sequence);
  }

  void commit(int destination, long transaction, long firstValue, int count) {
    this.<@Nullable Void>ask(
        (Completion<@Nullable Void> c) ->
            shard()
                .commit(new TransactionId(producer, transaction), shard().epoch(), List.of(), c));
    for (long value = firstValue; value < firstValue + count; value++) {
      sent.computeIfAbsent(destination, d -> new ArrayList<>()).add(value);
    }
  }

  long nextValue() {
    return sequence;
  }

  private static ByteBuffer elements(long first, int count) {
    ByteBuffer elements = ByteBuffer.allocate(count * ELEMENT_BYTES);
    for (long value = first; value < first + count; value++) {
      ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
      message.put(0, (byte) 1).put(1, (byte) 1).put(2, (byte) 4);
      for (int at = VALUE_AT; at < MESSAGE_BYTES; at += 8) {
        message.putLong(at, value);
      }
      CRC32C crc = new CRC32C();
      crc.update(message.duplicate());
      elements.putInt(MESSAGE_BYTES + 4).putInt((int) crc.getValue()).put(message);
    }
    return elements.flip();
  }

  /** Everything that a consumer of the queue gets; acknowledges it if wanted. */
  List<Long> receive(DestinationView queue, boolean acknowledge) {
    CollectingSink sink = new CollectingSink();
    ShardConsumer consumer =
        this.<ShardConsumer>ask(
            c ->
                shard().openConsumer(queue.queueGroupId(), ConsumerOptions.of(OPERATION), sink, c));
    run(() -> consumer.addCredit(consumer.groupEpoch(), 1_000_000, 1_000_000_000));
    if (acknowledge && !sink.offsets.isEmpty()) {
      long[] ranges = new long[sink.offsets.size() * 2];
      for (int i = 0; i < sink.offsets.size(); i++) {
        ranges[2 * i] = sink.offsets.get(i);
        ranges[2 * i + 1] = sink.offsets.get(i);
      }
      this.<@Nullable Void>ask(
          (Completion<@Nullable Void> c) ->
              consumer.acknowledge(consumer.groupEpoch(), shard().epoch(), 0, ranges, c));
    }
    run(consumer::end);
    return sink.values;
  }
}
