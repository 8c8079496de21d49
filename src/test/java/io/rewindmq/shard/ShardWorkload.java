// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.move.WorkloadMoves;
import io.rewindmq.testkit.SentValues;
import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Does to a shard what producers, consumers, administrators and crashes do, and keeps a shadow of
 * what must be true.
 */
final class ShardWorkload {
  private static final int CONSUMERS_MAX = 8;
  private static final String FAILING = "q2";

  private final SimDisk disk;
  private final Random random;
  private final ShardWorld.TestClock clock = new ShardWorld.TestClock();
  private final List<String> trace = new ArrayList<>();
  private final List<Producer> producers = new ArrayList<>();
  private final List<GroupShadow> groups = new ArrayList<>();
  private final List<Integer> destinations = new ArrayList<>();
  private final List<Consumer> consumers = new ArrayList<>();

  private final SentValues sent = new SentValues();

  /** The queue with dead letters. */
  private final int failing;

  private final WorkloadMoves moves;
  private ShardWorld world;
  private long nextValue = 1;
  private int incarnation;

  /** One producer and its open transaction. */
  private static final class Producer {
    final ProducerId id;
    long sequence = 1;
    long transaction;
    boolean inTransaction;
    List<Long> staged = new ArrayList<>();
    final Deque<Runnable> rejected = new ArrayDeque<>();
    List<Runnable> ackOnCommit = new ArrayList<>();
    List<Settlement> settlements = new ArrayList<>();

    Producer(ProducerId id) {
      this.id = id;
    }

    /** Begins a transaction if none is open. */
    void begin() {
      if (!inTransaction) {
        inTransaction = true;
        transaction++;
      }
    }
  }

  /** A consumer that holds what it got, in arrival order. */
  private final class Consumer implements ConsumerSink {
    final GroupShadow group;
    final int born = incarnation;
    final TreeMap<Long, Long> held = new TreeMap<>();

    /** Arrival index of what is held, by offset. */
    final Map<Long, Long> arrivals = new HashMap<>();

    long arrived;

    /** Raised when everything goes back: acknowledgements meant for a commit are void then. */
    int generation;

    @Nullable ShardConsumer handle;
    int epoch;
    long handedOver;
    boolean over;
    final SentValues.Order order = sent.new Order();

    /** On a queue, it takes only values with this rest of a division by 3; -1 = all. */
    final int chosen;

    Consumer(GroupShadow group, int chosen) {
      this.group = group;
      this.chosen = chosen;
      group.hadSelectors |= chosen >= 0;
    }

    ConsumerOptions options() {
      return new ConsumerOptions(ShardWorld.OPERATION, chosen < 0 ? null : onlyRest(3, chosen));
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
      assertThat(over).isFalse();
      assertThat(born).isEqualTo(incarnation);
      assertThat(groupEpoch).isEqualTo(epoch);
      boolean flagged = (flags & REDELIVERED) != 0;
      assertThat(flagged).isEqualTo(deliveryCount > 1);
      long offset = run.baseOffset();
      for (long value : TestMessages.values(run.elements())) {
        note("deliver " + value + "@" + offset + " to " + group.id + " x" + deliveryCount);
        assertThat(sent.destinations.get(value)).isEqualTo(group.destination);
        long first = sent.firstOf(value);
        assertThat(chosen < 0 || first % 3 == chosen).as("delivered unwanted").isTrue();
        order.next(value);
        assertThat(sent.rolledBack).doesNotContain(value);
        Long before = group.offsets.put(value, offset);
        assertThat(before == null || before == offset).isTrue();
        assertThat(group.acked).as("acknowledged comes again").doesNotContain(value);
        if (group.mustBeFlagged.contains(value)) {
          assertThat(flagged).as(value + " comes again without a flag").isTrue();
        }
        assertThat(held.put(offset, value)).as("delivered twice").isNull();
        checkMessageGroup(value);
        arrivals.put(offset, ++arrived);
        offset++;
      }
    }

    /** What a consumer with a selector refuses is not bound, so there nothing can be said. */
    private void checkMessageGroup(long value) {
      int messageGroup = messageGroup(sent.firstOf(value));
      if (messageGroup == 0 || group.rewinding > 0 || group.hadSelectors) {
        return;
      }
      for (Consumer other : consumers) {
        if (other != this && other.group == group) {
          assertThat(other.held.values())
              .as("in flight with two consumers: message group of " + value)
              .noneMatch(
                  theirs ->
                      messageGroup(sent.firstOf(theirs)) == messageGroup
                          && !group.maybeAcked.contains(theirs));
        }
      }
    }

    @Override
    public void reset(int groupEpoch, OperationId operation) {
      epoch = groupEpoch;
      forget();
    }

    @Override
    public void deleted() {
      throw new AssertionError("nothing is deleted here");
    }

    /** Messages go back: those handed over as attempts, if that is true of all their parts. */
    void goesBack() {
      held.forEach(
          (offset, value) -> {
            long last = offset + sent.lastOf(value) - value;
            if (arrivals.getOrDefault(last, Long.MAX_VALUE) <= handedOver) {
              group.mustBeFlagged.add(value);
            }
          });
      forget();
      generation++;
    }

    /** Holds nothing any more. */
    void forget() {
      held.clear();
      arrivals.clear();
      order.stop();
    }
  }

  ShardWorkload(SimDisk disk, long seed) {
    this.disk = disk;
    this.random = new Random(seed);
    this.world = open();
    for (int i = 0; i < 3; i++) {
      producers.add(new Producer(new ProducerId(100, i)));
    }
    for (DestinationView queue : List.of(queue("q1", 0, 5), queue(FAILING, 1, 0))) {
      destinations.add(queue.id());
      groups.add(new GroupShadow(queue.queueGroupId(), queue.id(), false));
    }
    failing = destinations.getLast();
    moves = new WorkloadMoves(world, groups.getFirst().id, sent, random);
    DestinationView topic = world.topic("t");
    destinations.add(topic.id());
    for (String name : List.of("s1", "s2")) {
      groups.add(new GroupShadow(world.durable(topic.id(), name).id(), topic.id(), true));
    }
  }

  private DestinationView queue(String name, int deliveriesMax, long delayMillis) {
    DestinationSettings settings =
        new DestinationSettings(
            DestinationSettings.DEFAULT.retentionMillis(),
            DestinationSettings.DEFAULT.retentionBytes(),
            true,
            new DeliveryPolicy(deliveriesMax, delayMillis, 100, 100, null, null));
    DestinationSpec spec = new DestinationSpec(DestinationKind.QUEUE, name, 1, settings);
    return world
        .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
        .get();
  }

  List<String> trace() {
    return trace;
  }

  private void note(String line) {
    trace.add(line);
  }

  private ShardWorld open() {
    return new ShardWorld(
        disk,
        clock,
        new JournalOptions(64 << 10, 16 << 10, 4 << 10, 1 << 10, 1),
        new ShardOptions(
            16,
            new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
            8 << 10,
            1_000_000,
            1000,
            128 << 10,
            DestinationSettings.DEFAULT,
            1 << 20));
  }

  /**
   * Does something so often.
   *
   * @param beside is used beside it, without an account
   */
  void run(int actions, FleetingDestination beside) {
    for (int i = 0; i < actions; i++) {
      act();
      if (i % 2 == 0) {
        world.run(() -> beside.act(world));
      }
      for (int steps = random.nextInt(4); steps > 0; steps--) {
        world.step();
      }
      clock.millis += random.nextInt(3);
      failOnFault();
    }
  }

  private void failOnFault() {
    if (!world.faults.isEmpty()) {
      throw new AssertionError("fault", world.faults.getFirst());
    }
  }

  private void act() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> send(false);
      case 3 -> send(true);
      case 12 -> sendLarge();
      case 4 -> endTransaction();
      case 5 -> openConsumer();
      case 6, 7 -> acknowledge();
      case 8 -> handOver();
      case 9 -> giveBack();
      case 10 -> credit();
      default -> {
        switch (random.nextInt(10)) {
          case 0 -> rewind();
          case 1, 2 -> note(moves.act(world));
          default -> credit();
        }
      }
    }
  }

  private <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void send(boolean transacted) {
    Producer producer = oneOf(producers);
    int destination = oneOf(destinations);
    List<Long> values = newValues(1 + random.nextInt(4), destination);
    ByteBuffer elements = TestMessages.of(values.stream().map(this::spec).toList());
    if (transacted) {
      producer.begin();
    }
    send(producer, destination, values, elements, transacted);
  }

  /** A message in parts, all at once or in two steps. */
  private void sendLarge() {
    Producer producer = oneOf(producers);
    int destination = oneOf(destinations);
    List<Long> values = newValues(2 + random.nextInt(10), destination);
    sent.large(values.getFirst(), values.getLast());
    TestMessages.Spec spec = spec(values.getFirst());
    if (sent.mayVanish.contains(values.getFirst())) {
      sent.mayVanish.addAll(values);
    }
    producer.begin();
    ByteBuffer elements = TestMessages.parts(spec, values.size(), random.nextInt(300));
    int cut = random.nextInt(values.size());
    int cutBytes = elements.remaining() / values.size() * cut;
    if (cut > 0) {
      send(producer, destination, values.subList(0, cut), elements.slice(0, cutBytes), true);
    }
    ByteBuffer rest = elements.slice(cutBytes, elements.remaining() - cutBytes);
    send(producer, destination, values.subList(cut, values.size()), rest, true);
  }

  private List<Long> newValues(int count, int destination) {
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long value = nextValue++;
      sent.destinations.put(value, destination);
      values.add(value);
    }
    return values;
  }

  private void send(
      Producer producer,
      int destination,
      List<Long> values,
      ByteBuffer elements,
      boolean transacted) {
    long transaction = transacted ? producer.transaction : 0;
    int count = values.size();
    long first = producer.sequence;
    producer.sequence += count;
    note("send " + values + " to " + destination + " tx " + transaction);
    if (transacted) {
      producer.staged.addAll(values);
    }
    SendOutcome outcome =
        new SendOutcome() {
          @Override
          public void confirmed(long firstSequence, long lastSequence) {
            if (transaction == 0) {
              note("confirmed " + values);
              sent.confirmed.addAll(values);
            }
          }

          @Override
          public void rejected(long f, long l, Rejection rejection, String detail) {
            throw new AssertionError(rejection + " " + detail);
          }
        };
    Runnable send =
        () ->
            world.shard.send(
                producer.id, destination, 0, transaction, first, count, elements, outcome);
    submit(producer, transacted, send);
  }

  private void submit(Producer producer, boolean transacted, Runnable send) {
    if (!transacted && random.nextInt(10) == 0) {
      producer.rejected.add(send); // and nobody heard of it: it is repeated behind later ones
      return;
    }
    for (int repeats = random.nextInt(10) == 0 ? 2 : 1; repeats > 0; repeats--) {
      world.run(send);
    }
    if (!producer.rejected.isEmpty() && random.nextInt(3) == 0) {
      note("repeats a rejected send of " + producer.id);
      world.run(producer.rejected.removeFirst());
    }
  }

  /** Hash of the message group of a value, 0 = none; the first values have none. */
  private static int messageGroup(long value) {
    return value > 60 && value % 2 == 0 ? 1 + (int) (value / 2 % 3) : 0;
  }

  private TestMessages.Spec spec(long value) {
    int priority = random.nextInt(5) == 0 ? random.nextInt(10) : 4;
    boolean isPersistent = random.nextInt(8) > 0;
    long deliveryTime = random.nextInt(8) == 0 ? clock.millis + random.nextInt(50) : 0;
    long expiration = random.nextInt(8) == 0 ? clock.millis + random.nextInt(300) : 0;
    if (!isPersistent || expiration != 0) {
      sent.mayVanish.add(value);
    }
    return new TestMessages.Spec(value, isPersistent, priority, deliveryTime, expiration)
        .inGroup(messageGroup(value));
  }

  private void endTransaction() {
    Producer producer = oneOf(producers);
    if (!producer.inTransaction) {
      return;
    }
    TransactionId id = new TransactionId(producer.id, producer.transaction);
    List<Long> values = List.copyOf(producer.staged);
    List<Runnable> acks = List.copyOf(producer.ackOnCommit);
    List<Settlement> settlements = List.copyOf(producer.settlements);
    forgetTransaction(producer);
    if (random.nextInt(3) == 0) {
      note("rollback " + values);
      sent.rolledBack.addAll(values);
      world.run(() -> world.shard.rollback(id));
      return;
    }
    note("commit " + values);
    world.run(
        () ->
            world.shard.commit(
                id,
                world.shard.epoch(),
                settlements,
                new Completion<>() {
                  @Override
                  public void completed(@Nullable Void value) {
                    note("committed " + values);
                    sent.confirmed.addAll(values);
                    acks.forEach(Runnable::run);
                  }

                  @Override
                  public void rejected(Rejection rejection, String detail) {
                    throw new AssertionError(rejection + " " + detail);
                  }
                }));
  }

  private static void forgetTransaction(Producer producer) {
    producer.inTransaction = false;
    producer.staged.clear();
    producer.ackOnCommit.clear();
    producer.settlements.clear();
  }

  private void openConsumer() {
    GroupShadow group = oneOf(groups);
    if (consumers.size() >= CONSUMERS_MAX) {
      return;
    }
    Consumer consumer =
        new Consumer(group, group.exclusive ? -1 : Math.max(-1, random.nextInt(6) - 3));
    world.run(
        () ->
            world.shard.openConsumer(
                group.id,
                consumer.options(),
                consumer,
                new Completion<>() {
                  @Override
                  public void completed(ShardConsumer handle) {
                    consumer.handle = handle;
                    consumer.epoch = handle.groupEpoch();
                    consumers.add(consumer);
                    handle.addCredit(consumer.epoch, 1 + random.nextInt(30), creditBytes());
                  }

                  @Override
                  public void rejected(Rejection rejection, String detail) {
                    assertThat(group.exclusive).isTrue();
                  }
                }));
    world.step();
  }

  private @Nullable Consumer anyConsumer() {
    return consumers.isEmpty() ? null : oneOf(consumers);
  }

  private void credit() {
    Consumer consumer = anyConsumer();
    if (consumer != null && consumer.handle != null) {
      consumer.handle.addCredit(consumer.epoch, 1 + random.nextInt(20), creditBytes());
    }
  }

  /** Sometimes less than a message has. */
  private int creditBytes() {
    return random.nextInt(3) == 0 ? 1 + random.nextInt(400) : 100_000;
  }

  private void handOver() {
    Consumer consumer = anyConsumer();
    if (consumer != null && consumer.handle != null) {
      consumer.handedOver =
          Math.max(consumer.handedOver, random.nextInt((int) consumer.arrived + 1));
      consumer.handle.handedOver(consumer.handedOver);
    }
  }

  private void acknowledge() {
    Consumer consumer = anyConsumer();
    if (consumer == null || consumer.handle == null || consumer.held.isEmpty()) {
      return;
    }
    LongList ranges = new LongList();
    List<Long> values = new ArrayList<>();
    List.copyOf(consumer.held.entrySet())
        .forEach(
            entry -> {
              long first = entry.getKey();
              long last = first + sent.lastOf(entry.getValue()) - entry.getValue();
              if (sent.firstOf(entry.getValue()) != entry.getValue() || !random.nextBoolean()) {
                return; // with its first part, or not now
              }
              if (last > first && (!consumer.held.containsKey(last) || random.nextInt(8) == 0)) {
                acknowledgeHalf(consumer.handle, consumer.epoch, first, last);
                return;
              }
              ranges.addRange(first, last);
              for (long offset = first; offset <= last; offset++) {
                values.add(consumer.held.remove(offset));
              }
            });
    if (!values.isEmpty()) {
      acknowledge(consumer, consumer.handle, ranges.toArray(), values);
    }
  }

  /** Some parts of a large message: that must have no effect. */
  private void acknowledgeHalf(ShardConsumer handle, int epoch, long first, long last) {
    long half = first + random.nextInt((int) (last - first));
    long[] ranges = random.nextBoolean() ? new long[] {first, half} : new long[] {half + 1, last};
    note("ack of half a message " + List.of(ranges[0], ranges[1]));
    handle.acknowledge(epoch, world.shard.epoch(), 0, ranges, null);
  }

  private void acknowledge(
      Consumer consumer, ShardConsumer handle, long[] ranges, List<Long> values) {
    GroupShadow group = consumer.group;
    int epoch = consumer.epoch;
    group.maybeAcked.addAll(values);
    Producer producer = oneOf(producers);
    Runnable gone =
        () -> {
          if (group.rewinding == 0 && epoch == world.shard.group(group.id).orElseThrow().epoch()) {
            note("acked " + values + " by " + group.id);
            group.acked.addAll(values);
          }
        };
    if (producer.inTransaction) {
      // held again if the transaction does not commit: then the consumer must be given up
      producer.settlements.add(new Settlement(handle, epoch, 0, ranges));
      int generation = consumer.generation;
      producer.ackOnCommit.add(
          () -> {
            if (generation == consumer.generation) {
              gone.run();
            }
          });
      return;
    }
    note("ack " + values + " by " + group.id);
    handle.acknowledge(
        epoch,
        world.shard.epoch(),
        0,
        ranges,
        new Completion<>() {
          @Override
          public void completed(@Nullable Void value) {
            gone.run();
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            throw new AssertionError(rejection + " " + detail);
          }
        });
  }

  private void giveBack() {
    Consumer consumer = anyConsumer();
    if (consumer == null || consumer.handle == null) {
      return;
    }
    ShardConsumer handle = consumer.handle;
    if (random.nextBoolean()) {
      note("end of a consumer of " + consumer.group.id);
      consumer.goesBack();
      consumer.over = true;
      consumers.remove(consumer);
      handle.end();
    } else {
      note("recover of a consumer of " + consumer.group.id + " up to " + consumer.handedOver);
      consumer.goesBack();
      handle.releaseAll(consumer.handedOver);
    }
    // what a transaction wanted to settle may be delivered to others now
    consumer.group.mustBeFlagged.removeAll(consumer.group.acked);
  }

  private void rewind() {
    GroupShadow group = oneOf(groups);
    note("rewind " + group.id);
    group.rewinds();
    for (Consumer consumer : consumers) {
      if (consumer.group == group) {
        consumer.forget();
      }
    }
    world.shard.rewind(
        group.id,
        target(group),
        ShardWorld.OPERATION,
        new Completion<>() {
          @Override
          public void completed(RewindReport report) {
            note("rewound " + group.id + " to " + report.moves());
            group.rewinding--;
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            throw new AssertionError(rejection + " " + detail);
          }
        });
  }

  /** The beginning, or anywhere: then nobody knows what is passed over. */
  private RewindTarget target(GroupShadow group) {
    if (group.offsets.isEmpty() || random.nextInt(3) > 0) {
      return new RewindTarget.Earliest();
    }
    sent.destinations.forEach(
        (value, destination) -> {
          if (destination == group.destination) {
            group.passedOver.add(value);
          }
        });
    return new RewindTarget.ToOffset(oneOf(List.copyOf(group.offsets.values())));
  }

  /** How a broker ends. */
  enum End {
    /** Everything is written and forced. */
    STOP,
    /** The process ends at once; what was written stays. */
    KILL,
    /** The machine ends at once; what was not forced may be lost, torn, or there. */
    POWER_FAILURE
  }

  /** Ends the broker and opens it again. */
  void restart(End end, FleetingDestination beside) {
    note(end.toString());
    if (end == End.STOP) {
      world.settle();
      assertThat(RebuiltState.differences(world.shard, disk, world.journalOptions)).isEmpty();
    }
    incarnation++;
    for (Consumer consumer : consumers) {
      consumer.group.mustBeFlagged.addAll(consumer.held.values());
      consumer.over = true;
    }
    consumers.clear();
    for (GroupShadow group : groups) {
      group.rewinding = 0;
      group.mustBeFlagged.addAll(group.maybeAcked);
    }
    for (Producer producer : producers) {
      sent.rolledBack.addAll(producer.staged);
      forgetTransaction(producer);
    }
    switch (end) {
      case STOP, KILL -> disk.kill();
      case POWER_FAILURE -> disk.crash();
    }
    world = open();
    world.settle();
    beside.restarted(world);
  }

  /** Reads every group to its end and compares with the shadow. */
  void finish(FleetingDestination beside) {
    restart(End.STOP, beside);
    clock.millis += 10_000; // everything is due
    for (GroupShadow group : groups) {
      ShardWorld.TestSink sink = new ShardWorld.TestSink();
      if (!group.exclusive) {
        chooseEven(group, sink);
      }
      world.consumer(group.id, sink, 1_000_000);
      List<Long> values = sink.values();
      assertThat(values).doesNotHaveDuplicates();
      sent.checkWhole(values);
      List<Long> dead =
          group.destination == failing
              ? deadLetters()
              : group == groups.getFirst() ? moves.movedAway(world) : List.of();
      sent.checkWhole(dead);
      assertThat(values).noneMatch(sent.rolledBack::contains);
      assertThat(dead).noneMatch(sent.rolledBack::contains);
      Set<Long> expected = new HashSet<>(sent.confirmed);
      expected.removeIf(value -> !Objects.equals(sent.destinations.get(value), group.destination));
      expected.removeAll(sent.mayVanish);
      group.check(sink.deliveries, dead, expected);
    }
  }

  private List<Long> deadLetters() {
    ShardWorld.TestSink sink = new ShardWorld.TestSink();
    world
        .shard
        .destination(DestinationKind.QUEUE, "DLQ." + FAILING)
        .ifPresent(queue -> world.consumer(queue.queueGroupId(), sink, 1_000_000));
    return sink.values();
  }

  /** A consumer that chooses finds all that it wants, before others take the rest. */
  private void chooseEven(GroupShadow queue, ShardWorld.TestSink sink) {
    ConsumerOptions options = new ConsumerOptions(ShardWorld.OPERATION, onlyRest(2, 0));
    ShardWorld.TestSink chosen = new ShardWorld.TestSink();
    ShardConsumer chooser =
        world.<ShardConsumer>ask(c -> world.shard.openConsumer(queue.id, options, chosen, c)).get();
    world.credit(chooser, 1_000_000);
    assertThat(chosen.values()).allMatch(value -> sent.firstOf(value) % 2 == 0);
    ShardWorld.TestSink rest = new ShardWorld.TestSink();
    world.consumer(queue.id, rest, 1_000_000);
    assertThat(rest.values())
        .as("passed over unseen")
        .allMatch(value -> sent.firstOf(value) % 2 != 0);
    sink.deliveries.addAll(chosen.deliveries);
    sink.deliveries.addAll(rest.deliveries);
  }

  private static MessageFilter onlyRest(int divisor, int rest) {
    return (messages, at, bytes, count) -> TestMessages.valueAt(messages, at) % divisor == rest;
  }
}
