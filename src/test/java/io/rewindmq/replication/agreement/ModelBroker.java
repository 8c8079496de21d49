// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.List;

/** One broker of a model pair: the real agreement over a journal that is a list. */
final class ModelBroker implements PairEngine, ModelRows.Client {
  private static final int CLOSE = 3;

  private final int end;
  private final PairOptions options;
  private final ModelWorld world;
  private final SimRandom random;
  private final ModelClock clock;
  private final List<ModelEntry> log = new ArrayList<>();
  private Member self;
  private PairAgreement agreement;
  private int durable;
  private int life;
  private boolean isAlive;
  private boolean isPaused;
  private boolean isCutFromDatabase;

  private final Memory memory = new Memory();

  /** What is made anew at each start, reign or connection. */
  private static final class Memory {
    long epoch;
    boolean leads;
    boolean isFollowing;
    long attachedEpoch;
    long limit;
    int released;
    int openAt;
    boolean isChecked;
    int sent;
    int completeAt;
    long heardSentAt;
    long heardAt;
    int synced;
  }

  ModelBroker(int end, PairOptions options, ModelWorld world, SimRandom random, ModelClock clock) {
    this.end = end;
    this.options = options;
    this.world = world;
    this.random = random;
    this.clock = clock;
    this.self = new Member(options.name(), random.nextLong());
    this.agreement = newAgreement();
    this.isAlive = true;
  }

  private PairAgreement newAgreement() {
    long last = log.isEmpty() ? 0 : log.getLast().epoch();
    return new PairAgreement(options, self, last, world.rows().seenBy(this), this, clock.nanos());
  }

  PairAgreement agreement() {
    return agreement;
  }

  List<ModelEntry> log() {
    return log;
  }

  @Override
  public int life() {
    return life;
  }

  boolean isAlive() {
    return isAlive;
  }

  boolean isRunning() {
    return isAlive && !isPaused;
  }

  void pause(boolean pause) {
    isPaused = pause;
  }

  @Override
  public boolean isCutFromDatabase() {
    return isCutFromDatabase;
  }

  void cutFromDatabase(boolean cut) {
    isCutFromDatabase = cut;
  }

  boolean mayServe() {
    return isAlive && memory.leads && agreement.mayServe(clock.nanos());
  }

  /** It has opened its doors in this reign, and nobody has looked at it yet. */
  boolean isNew() {
    boolean isNew =
        !memory.isChecked && mayServe() && Math.min(durable, memory.limit) >= memory.openAt;
    memory.isChecked |= isNew;
    return isNew;
  }

  boolean isPrimary() {
    return isAlive && memory.leads;
  }

  boolean hasDurably(List<ModelEntry> entries) {
    return log.subList(0, durable).containsAll(entries);
  }

  @Override
  public String toString() {
    return options.name();
  }

  // Faults.

  /** The process ends; with the machine, what was not forced may be gone. */
  void die(boolean isMachine) {
    isAlive = false;
    isPaused = false;
    life++;
    memory.leads = false;
    memory.isFollowing = false;
    if (isMachine) {
      int left = durable + random.nextInt(log.size() - durable + 1);
      log.subList(left, log.size()).clear();
    }
  }

  void start() {
    durable = log.size(); // what recovery finds it forces
    memory.limit = 0;
    memory.released = 0;
    isAlive = true;
    isCutFromDatabase = false;
    agreement = newAgreement();
  }

  /** The data folder is replaced by an empty one. */
  void wipe() {
    log.clear();
    durable = 0;
    self = new Member(options.name(), random.nextLong());
  }

  // Its work.

  @Override
  public void answered(int ofLife, RowAnswer answer) {
    if (isAlive && ofLife == life) {
      world.whenRunning(this, () -> agreement.answered(answer, clock.nanos()));
    }
  }

  void tick() {
    agreement.tick(clock.nanos());
  }

  /** Takes something from a client. */
  void work() {
    if (mayServe()) {
      log.add(new ModelEntry(memory.epoch, world.nextNumber()));
    }
  }

  void force() {
    durable = log.size();
    acknowledge();
  }

  /** Says what may be said. */
  void release() {
    if (mayServe()) {
      int to = (int) Math.min(durable, memory.limit);
      if (to > memory.released && to >= memory.openAt) {
        world.confirmed(this, memory.epoch, log.subList(0, to));
        memory.released = to;
      }
    }
  }

  void connect() {
    boolean isHeard = memory.isFollowing && clock.nanos() - memory.heardAt < options.leaseNanos();
    if (!memory.leads && !(world.link().isOpen(end) && isHeard) && world.link().connect()) {
      world
          .link()
          .send(end, new ModelLink.Message.Hello(agreement.knownEpoch(), self, List.copyOf(log)));
    }
  }

  /** The primary sends what its backup lacks, or a sign of life. */
  void send() {
    // The beginning of a reign is on the own device before anybody else hears of the reign.
    boolean hasBegun = memory.leads && durable >= memory.openAt;
    if (hasBegun && memory.attachedEpoch == memory.epoch && world.link().isOpen(end)) {
      int to = Math.min(log.size(), memory.sent + 1 + random.nextInt(4));
      world
          .link()
          .send(
              end,
              new ModelLink.Message.Batch(
                  memory.epoch,
                  clock.nanos(),
                  memory.sent,
                  List.copyOf(log.subList(memory.sent, to))));
      memory.sent = to;
    }
  }

  void handOver() {
    if (mayServe() && memory.synced == log.size() && agreement.handOver(clock.nanos())) {
      world.note(options.name() + " hands over");
    }
  }

  void disconnected() {
    memory.isFollowing = false;
    memory.attachedEpoch = 0;
    agreement.detached();
  }

  void received(ModelLink.Message message) {
    long now = clock.nanos();
    switch (message) {
      case ModelLink.Message.Hello m -> {
        agreement.peerKnows(m.knownEpoch(), now);
        if (memory.leads) {
          int common = common(m.log());
          world.link().send(end, new ModelLink.Message.Welcome(memory.epoch, common, left()));
        } else {
          world.link().send(end, new ModelLink.Message.Refused(agreement.knownEpoch()));
        }
      }
      case ModelLink.Message.Refused m -> agreement.peerKnows(m.knownEpoch(), now);
      case ModelLink.Message.Welcome m -> follow(m);
      case ModelLink.Message.Attached m -> {
        if (memory.leads && m.epoch() == memory.epoch) {
          memory.attachedEpoch = memory.epoch;
          memory.sent = m.position();
          memory.synced = 0;
          agreement.attached(m.member(), m.position(), now);
        }
      }
      case ModelLink.Message.Batch m -> take(m);
      case ModelLink.Message.Ack m -> {
        if (memory.leads && m.epoch() == memory.epoch && memory.attachedEpoch == memory.epoch) {
          memory.synced = m.synced();
          boolean isClose = log.size() - m.position() <= CLOSE;
          agreement.acknowledged(m.epoch(), m.sentAt(), m.position(), isClose, now);
        }
      }
      case ModelLink.Message.LookAtRow _ -> agreement.lookSoon(now);
    }
  }

  private int common(List<ModelEntry> other) {
    int count = 0;
    while (count < Math.min(log.size(), other.size())
        && log.get(count).epoch() == other.get(count).epoch()) {
      if (!log.get(count).equals(other.get(count))) {
        throw new AssertionError("two entries at " + count + " under one memory.epoch");
      }
      count++;
    }
    return count;
  }

  private void follow(ModelLink.Message.Welcome m) {
    memory.isFollowing = agreement.mayFollow(m.epoch());
    if (memory.isFollowing) {
      if (log.size() > m.common()) {
        log.subList(m.common(), log.size()).clear();
        durable = Math.min(durable, log.size());
      }
      memory.epoch = m.epoch();
      memory.completeAt = m.released();
      memory.heardSentAt = Long.MIN_VALUE;
      memory.heardAt = clock.nanos();
      if (options.acknowledge() == Sync.SYNCED) {
        durable = log.size();
      }
      noteComplete();
      world.link().send(end, new ModelLink.Message.Attached(memory.epoch, self, log.size()));
    }
  }

  private void take(ModelLink.Message.Batch m) {
    if (!memory.isFollowing || m.epoch() != memory.epoch || !agreement.mayFollow(m.epoch())) {
      memory.isFollowing = false;
      return;
    }
    if (m.at() != log.size()) {
      throw new AssertionError("a gap: " + m + " at " + log.size());
    }
    log.addAll(m.entries());
    memory.heardAt = clock.nanos();
    memory.heardSentAt = m.sentAt();
    noteComplete();
    acknowledge();
  }

  private void noteComplete() {
    if (log.size() >= memory.completeAt) {
      agreement.complete();
    }
  }

  private void acknowledge() {
    if (memory.isFollowing
        && memory.heardSentAt != Long.MIN_VALUE
        && agreement.mayFollow(memory.epoch)) {
      int position = options.acknowledge() == Sync.SYNCED ? durable : log.size();
      agreement.promise(clock.nanos());
      world
          .link()
          .send(
              end, new ModelLink.Message.Ack(memory.epoch, memory.heardSentAt, position, durable));
    }
  }

  /** Up to where something may have left, in this reign or one before. */
  private int left() {
    return Math.max(memory.released, memory.openAt);
  }

  // What the agreement wants.

  @Override
  public void lead(long newEpoch) {
    world.note(options.name() + " memory.leads in memory.epoch " + newEpoch);
    memory.isFollowing = false;
    memory.attachedEpoch = 0;
    memory.leads = true;
    memory.epoch = newEpoch;
    memory.released = 0;
    memory.limit = 0;
    memory.isChecked = false;
    log.add(new ModelEntry(newEpoch, world.nextNumber()));
    memory.openAt = log.size(); // nothing is said before everything from earlier reigns may be
  }

  @Override
  public void stepDown(String reason) {
    world.note(options.name() + " steps down: " + reason);
    world.link().send(end, new ModelLink.Message.LookAtRow());
    memory.leads = false;
    memory.attachedEpoch = 0;
  }

  @Override
  public boolean isSecured() {
    return durable == log.size();
  }

  @Override
  public long limit(long position) {
    memory.limit = Math.max(position, memory.released);
    return left();
  }
}
