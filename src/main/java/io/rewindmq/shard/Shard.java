// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.journal.Journal;
import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.MessageCopier;
import io.rewindmq.shard.move.MessageDesk;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.shard.upkeep.Upkeep;
import io.rewindmq.shard.watch.ShardWatch;
import io.rewindmq.storage.MessageStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One single-threaded engine with its own journal and partitions: what the broker's connections
 * call.
 *
 * <p><b>Order and durability.</b> A command is decided, journalled and applied when it is called,
 * so what is asked next sees it. Completions come in the order of the commands once it is durable.
 * Messages become visible, and deliveries go out, before the completions of the same durable
 * position. <b>Threads.</b> {@code SHARD_LOOP} only, callbacks too. <b>Failure.</b> A failed disk
 * or a broken invariant stops the shard: {@link #isFailed()}, and no callback comes any more.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Shard {
  private final ShardCore core;
  private final Definitions definitions;
  private final Intake intake;
  private final Commits commits;
  private final Consumers consumers;
  private final Rewinds rewinds;
  private final MessageDesk messages;
  private final Upkeep upkeep;
  private boolean hasUpkeep;

  private Shard(ShardCore core) {
    this.core = core;
    this.rewinds = new Rewinds(core);
    this.definitions = new Definitions(core, rewinds);
    this.intake = new Intake(core);
    this.commits = new Commits(core);
    this.consumers = new Consumers(core, rewinds);
    this.messages =
        new MessageDesk(
            core.state(),
            core.log(),
            core.visibility(),
            core.engine(),
            core.quotas(),
            core.store());
    this.upkeep =
        new Upkeep(
            core.journal(),
            core.store(),
            core.engine(),
            core.options().journalBytesTarget(),
            core.options().producerIdleMillis());
  }

  /**
   * Recovers a shard from its journal, begins a new epoch and attaches it to its loop. On {@code
   * SHARD_LOOP}, or before the loop runs.
   *
   * @param journal opened with the loop's {@link ShardLoop#journalListener()}, not recovered
   * @param faults hears of damaged messages; the shard goes on without the cursor that met them
   * @param copier copies messages that go to another queue
   * @throws io.rewindmq.platform.fault.CorruptDataException the journal is damaged; nothing was
   *     changed
   */
  public static Shard open(
      ShardOptions options,
      Journal journal,
      MessageStore store,
      ShardLoop loop,
      FaultHandler faults,
      MessageCopier copier) {
    ShardCore core = new ShardCore(options, journal, store, faults::handle, copier);
    core.advanceTo(loop.millis());
    Upkeep.recover(journal, store, core.engine(), core.now());
    Shard shard = new Shard(core);
    shard.definitions.followDefaults();
    loop.attach(shard);
    return shard;
  }

  /** Number of this reign; higher than that of every start before. */
  public long epoch() {
    return core.state().facts().epoch();
  }

  /**
   * What a destination gets that nobody has said more about. Where that has changed since the last
   * start, it holds for existing ones too from the start on.
   */
  public DestinationSettings defaultSettings() {
    return core.options().destinations();
  }

  /** The largest message, all its parts together. */
  public long messageBytesMax() {
    return core.options().messageBytesMax();
  }

  /** Hears of queues that the shard makes for dead letters and expired messages. */
  public void whenQueueMade(Consumer<DestinationView> listener) {
    core.engine().lastResorts().whenMade(made -> listener.accept(Views.of(made)));
  }

  /** The destination of that kind and name. */
  public Optional<DestinationView> destination(DestinationKind kind, String name) {
    return Optional.ofNullable(core.state().destination(kind, name)).map(Views::of);
  }

  public Optional<DestinationView> destination(int id) {
    return Optional.ofNullable(core.state().destination(id)).map(Views::of);
  }

  /** All destinations by id, temporary ones too. */
  public List<DestinationView> destinations() {
    return core.state().destinations().stream().map(Views::of).toList();
  }

  /** The partitions of a destination in order; empty when there is no such destination. */
  public List<PartitionView> partitions(int destinationId) {
    return definitions.partitions(destinationId);
  }

  /**
   * Creates a destination, for a queue with its built-in group. Rejections: DESTINATION_EXISTS,
   * LIMIT_REACHED, DISK_FULL. A temporary one is completed at once.
   */
  public void createDestination(
      DestinationSpec spec, OperationId operation, Completion<DestinationView> completion) {
    definitions.createDestination(spec, operation, completion, !spec.kind().isTemporary());
  }

  /**
   * The same, completed before this returns. A crash may undo it, with all that came after;
   * whatever is confirmed as durable later proves it. For who makes it only to use it, and makes it
   * again after a crash.
   */
  public void makeDestination(
      DestinationSpec spec, OperationId operation, Completion<DestinationView> completion) {
    definitions.createDestination(spec, operation, completion, false);
  }

  /**
   * Changes a destination's settings; they hold from now on, also for messages that are there.
   * Rejections: DESTINATION_NOT_FOUND, DESTINATION_INVALID (a temporary one, or something else than
   * settings changes), DISK_FULL.
   *
   * @param changed see {@link DestinationSpec#with}
   */
  public void changeDestination(
      int id,
      DestinationSpec changed,
      OperationId operation,
      Completion<DestinationView> completion) {
    definitions.changeDestination(id, changed, operation, completion);
  }

  /**
   * Deletes a destination with its groups, messages and history. Consumers still open hear {@link
   * ConsumerSink#deleted()}. Rejections: DESTINATION_NOT_FOUND, and DESTINATION_IN_USE while
   * consumers are open on a temporary destination.
   */
  public void deleteDestination(
      int id, OperationId operation, Completion<@Nullable Void> completion) {
    definitions.deleteDestination(id, operation, completion);
  }

  public Optional<GroupView> group(int id) {
    return definitions.view(id);
  }

  /** All groups by id, volatile ones too. */
  public List<GroupView> groups() {
    return core.state().groups().stream().map(definitions::view).toList();
  }

  /** Groups whose {@link GroupSpec#name()} is this: more than one is possible. */
  public List<GroupView> groupsNamed(String name) {
    return core.state().groups().stream()
        .filter(group -> group.fields().name().equals(name))
        .map(definitions::view)
        .toList();
  }

  /** The durable subscription, shared or not, of that client id (null = without) and name. */
  public Optional<GroupView> durableSubscription(@Nullable String clientId, String subscription) {
    return Optional.ofNullable(core.state().subscription(clientId, subscription, false))
        .map(definitions::view);
  }

  /** Creates a durable subscription that begins at the end of the log. */
  public void createGroup(GroupSpec spec, OperationId operation, Completion<GroupView> completion) {
    createGroup(spec, null, operation, completion);
  }

  /**
   * Creates a durable subscription. Rejections: GROUP_EXISTS, DESTINATION_NOT_FOUND,
   * DESTINATION_INVALID (not a topic, or the group's kind is not durable), REPLAY_FORBIDDEN,
   * LIMIT_REACHED, DISK_FULL.
   *
   * @param start where it begins; null = at the end of the log
   */
  public void createGroup(
      GroupSpec spec,
      GroupSpec.@Nullable Start start,
      OperationId operation,
      Completion<GroupView> completion) {
    definitions.createGroup(spec, start, operation, completion);
  }

  /**
   * Deletes a durable subscription and its backlog. Rejections: GROUP_NOT_FOUND,
   * SUBSCRIPTION_IN_USE (consumers are open), DESTINATION_INVALID (a queue's group).
   */
  public void deleteGroup(int id, OperationId operation, Completion<@Nullable Void> completion) {
    definitions.deleteGroup(id, operation, completion);
  }

  /**
   * Takes messages of one producer for one partition. Sequences up to the highest one seen of the
   * producer are duplicates: confirmed, not stored again. Persistent messages outside a transaction
   * are confirmed once durable, others when taken.
   *
   * <p>A producer whose messages go to several partitions calls this once for each stretch of
   * sequences that go to the same partition, in the order of the sequences.
   *
   * @param transaction 0 = none, else the messages are visible only once it is committed
   * @param firstSequence of the first element; the others follow without a gap
   * @param count how many elements, at least 1
   * @param elements exactly that many whole elements with checksums already verified, from position
   *     to limit; not kept, position unchanged
   * @param outcome may be called before this returns. Rejections: DESTINATION_NOT_FOUND,
   *     MESSAGE_CORRUPT, LIMIT_REACHED (the destination is full, where that is to {@linkplain
   *     io.rewindmq.delivery.BacklogPolicy fail}, among others), DISK_FULL
   */
  public void send(
      ProducerId producer,
      int destinationId,
      int partition,
      long transaction,
      long firstSequence,
      int count,
      ByteBuffer elements,
      SendOutcome outcome) {
    intake.send(
        producer, destinationId, partition, transaction, firstSequence, count, elements, outcome);
  }

  /** Whether a send to the destination should wait until something is consumed. */
  public boolean mustWait(int destinationId) {
    return intake.mustWait(destinationId);
  }

  /**
   * Commits: gives the staged messages offsets and settles what was consumed, at once and over any
   * number of destinations. Settlements that can't be honoured any more (the group was rewound, the
   * message is in flight elsewhere) are left out. Committing again what is committed completes
   * again.
   *
   * @param brokerEpoch under which the transaction was begun. Rejections: TRANSACTION_ROLLED_BACK
   *     if it is an older one, DISK_FULL (the transaction stays open)
   */
  public void commit(
      TransactionId transaction,
      long brokerEpoch,
      List<Settlement> settlements,
      Completion<@Nullable Void> completion) {
    commits.commit(transaction, brokerEpoch, settlements, completion);
  }

  /**
   * Drops the transaction's staged messages, if there are any. What was consumed is not touched.
   */
  public void rollback(TransactionId transaction) {
    intake.rollback(transaction);
  }

  /**
   * Whether the transaction was committed: true once that is durable; false if it was not and its
   * messages, if there were any, are dropped. Known for the last committed transaction of each
   * producer.
   */
  public void queryOutcome(TransactionId transaction, Completion<Boolean> completion) {
    commits.queryOutcome(transaction, completion);
  }

  /**
   * The producer's session was closed in good order: rolls back its open transactions and forgets
   * its sequence. After a lost connection don't call this: the producer is forgotten when idle for
   * {@link ShardOptions#producerIdleMillis()}.
   */
  public void closeProducer(ProducerId producer) {
    intake.forget(producer);
  }

  /** The producer's connection was lost: rolls back its open transactions, keeps its sequence. */
  public void loseProducer(ProducerId producer) {
    intake.rollbackOpen(producer);
  }

  /**
   * Opens a consumer on a queue's group or a durable subscription.
   *
   * @param completion called before this returns, with credit 0. Rejections: GROUP_NOT_FOUND,
   *     SUBSCRIPTION_IN_USE (the group allows one consumer and has one)
   */
  public void openConsumer(
      int groupId,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    consumers.open(groupId, options, sink, completion);
  }

  /**
   * Opens a consumer on a non-durable subscription; the first one of a shared subscription creates
   * it, at the end of the log or where {@link ConsumerOptions#start()} says, the last one ends it.
   * On a queue it must have a start: it reads the queue's history and goes on with what comes,
   * beside the queue's own consumers and without an effect on them. Completed before this returns,
   * or in a later turn when the start has to be searched in files. Rejections:
   * DESTINATION_NOT_FOUND, DESTINATION_INVALID (a queue without a start), SUBSCRIPTION_MISMATCH,
   * REPLAY_FORBIDDEN.
   */
  public void openConsumer(
      GroupSpec volatileGroup,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    consumers.open(volatileGroup, options, sink, completion);
  }

  /**
   * Opens a browser: what is unsettled, due and not expired in the group now, in the order
   * consumers would get it, messages in flight included. Delivery count and flags are those the
   * next consumer would see. Completed before this returns. Rejections: GROUP_NOT_FOUND.
   */
  public void openBrowser(
      int groupId,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    consumers.browse(groupId, options, sink, completion);
  }

  /**
   * Moves all cursors of a group in one entry and raises the group's epoch, with consumers
   * connected or not: their flights end, their sinks are reset, and everything from the target on
   * is delivered again. May take a read of stored messages. Rejections: GROUP_NOT_FOUND,
   * REPLAY_FORBIDDEN, DESTINATION_INVALID (volatile group), CORRUPT_DATA.
   */
  public void rewind(
      int groupId,
      RewindTarget target,
      OperationId operation,
      Completion<RewindReport> completion) {
    rewinds.rewind(groupId, target, operation, completion);
  }

  /** What administrators do with messages. */
  public MessageDesk messages() {
    return messages;
  }

  /** Whether the shard has stopped for good after a fault; every command is rejected then. */
  public boolean isFailed() {
    return core.isFailed();
  }

  /** Watches it; looks at nothing before it is started. */
  public ShardWatch watch() {
    return core.watch();
  }

  /**
   * Tells whether messages are confirmed at present: completes once the journal's device has forced
   * something after this call. Rejections: DISK_FULL (sends are refused).
   */
  public void probe(Completion<@Nullable Void> completion) {
    core.probe(completion);
  }

  /**
   * Nothing leaves that needs the journal beyond a position, until a later call raises it. On the
   * loop, in a report: what waited goes out with the turn.
   *
   * @param position exclusive: what the backup has; {@link Long#MAX_VALUE} = there is nobody to
   *     wait for
   */
  public void replicatedTo(long position) {
    core.journal().replicatedTo(position);
    core.visibility().release(core.journal().writtenPosition());
  }

  // For the loop.

  /** More is unwritten than the journal is meant to keep in memory. */
  boolean isHeldUp() {
    return core.journal().isBehind();
  }

  void advanceTo(long millis) {
    core.advanceTo(millis);
  }

  void journalCompleted(boolean forced) {
    if (forced) {
      core.log().figures().forced();
      core.tellProbes();
    }
    core.visibility().release(core.journal().writtenPosition());
    upkeep.journalGrew();
  }

  /**
   * The shard's part of a turn: what has become due and visible is delivered, then what is durable
   * is confirmed, then the journal's batch goes out.
   *
   * @param nanos of the monotonic clock
   * @return whether anything happened
   */
  boolean turn(long millis, long nanos, boolean hasWorked) {
    core.advanceTo(millis);
    boolean isDue = core.tellDue();
    var dispatcher = core.engine().dispatcher();
    boolean isUnwritten = core.log().end() > core.journal().writtenPosition();
    boolean hasWork = hasWorked || isDue || isUnwritten || dispatcher.hasWork();
    if (hasWork || hasUpkeep || millis >= upkeep.nextDueMillis()) {
      dispatcher.run(core.now());
      dispatcher.finishDrains(core.journal().writtenPosition());
      core.outcomes().release(core.journal().durablePosition());
      hasUpkeep = upkeep.step(core.now());
      core.journal().endTurn(nanos, dispatcher.isDraining() || !core.visibility().isEmpty());
      core.tellFigures();
    }
    return hasWork;
  }

  boolean hasWork() {
    return hasUpkeep || core.engine().dispatcher().hasWork();
  }

  /** How long the next turn may take to come, as far as the journal goes. */
  long idleNanos(long nanos) {
    return core.journal().heldNanosLeft(nanos);
  }

  long nextDueMillis() {
    return Math.min(core.nextDueMillis(), upkeep.nextDueMillis());
  }

  void fail() {
    core.fail();
  }

  /** To compare it with what a replay of the journal makes. */
  ShardState state() {
    return core.state();
  }
}
