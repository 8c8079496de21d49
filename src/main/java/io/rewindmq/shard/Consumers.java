// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.dispatch.Browser;
import io.rewindmq.shard.dispatch.GroupConsumer;
import io.rewindmq.shard.entry.GroupFields;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens consumers and browsers. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Consumers {
  private final ShardCore core;
  private final Rewinds rewinds;

  Consumers(ShardCore core, Rewinds rewinds) {
    this.core = core;
    this.rewinds = rewinds;
  }

  void open(
      int groupId,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    GroupState group = core.state().group(groupId);
    if (group == null) {
      completion.rejected(Rejection.GROUP_NOT_FOUND, "no group " + groupId);
      return;
    }
    open(group, options, sink, completion);
  }

  void open(
      GroupSpec spec,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    DestinationState destination = core.state().destination(spec.destinationId());
    if (destination == null) {
      completion.rejected(
          Rejection.DESTINATION_NOT_FOUND, "no destination " + spec.destinationId());
      return;
    }
    boolean readsQueue = destination.fields().kind().isQueue() && options.start() == null;
    if (readsQueue || !spec.kind().isVolatile()) {
      completion.rejected(
          Rejection.DESTINATION_INVALID,
          "a non-durable subscription needs a topic, not "
              + destination.fields().kind()
              + " and "
              + spec.kind());
      return;
    }
    GroupState existing = shared(spec);
    GroupSpec.Start start = options.start();
    if (existing != null && !isSame(existing.fields(), Views.fields(spec))) {
      completion.rejected(
          Rejection.SUBSCRIPTION_MISMATCH,
          "subscription " + spec.name() + " is active with another topic, selector or noLocal");
    } else if (existing != null) {
      open(existing, options, sink, completion);
    } else if (start == null) {
      open(core.state().addVolatile(Views.fields(spec), destination), options, sink, completion);
    } else {
      openInThePast(spec, start, options, sink, completion);
    }
  }

  private void openInThePast(
      GroupSpec spec,
      GroupSpec.Start start,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    rewinds.findStart(
        spec.destinationId(),
        start,
        completion,
        at -> {
          if (shared(spec) != null) {
            open(spec, options, sink, completion); // another consumer was faster
            return;
          }
          GroupState group =
              core.state()
                  .addVolatile(
                      Views.fields(spec),
                      at.destination(),
                      start.operation(),
                      at.targets(),
                      at.ends());
          open(group, options, sink, completion);
        });
  }

  /** The shared non-durable subscription that a specification means, if it is active. */
  private @Nullable GroupState shared(GroupSpec spec) {
    return spec.kind() == GroupKind.SHARED_NON_DURABLE
        ? core.state().subscription(spec.clientId(), spec.subscription(), true)
        : null;
  }

  void browse(
      int groupId,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    GroupState group = core.state().group(groupId);
    DestinationState destination =
        group == null ? null : core.state().destination(group.fields().destinationId());
    if (group == null || destination == null) {
      completion.rejected(Rejection.GROUP_NOT_FOUND, "no group " + groupId);
      return;
    }
    completion.completed(
        new OpenBrowser(
            new Browser(core.engine(), group, destination.partitions(), sink, options.filter())));
  }

  private void open(
      GroupState group,
      ConsumerOptions options,
      ConsumerSink sink,
      Completion<ShardConsumer> completion) {
    DestinationState destination = core.state().destination(group.fields().destinationId());
    if (destination == null) {
      throw new IllegalStateException("group " + group.id() + " has no destination");
    }
    ActiveGroup active = core.active().get(group.id());
    if (active == null) {
      active = new ActiveGroup(core.engine(), group, destination);
      core.active().put(group.id(), active);
    } else if (group.fields().kind().isExclusive() && active.openConsumers() > 0) {
      completion.rejected(Rejection.SUBSCRIPTION_IN_USE, group.fields().name() + " has a consumer");
      return;
    }
    GroupConsumer consumer =
        new GroupConsumer(
            core.engine(), active, options.owner(), sink, options.filter(), options.exclusive());
    completion.completed(new OpenConsumer(core, consumer));
  }

  private static boolean isSame(GroupFields some, GroupFields other) {
    return some.destinationId() == other.destinationId()
        && some.noLocal() == other.noLocal()
        && Objects.equals(some.selector(), other.selector());
  }

  /**
   * The caller's end of a browser: it holds nothing, so there is nothing to settle or give back.
   */
  @OwnedBy(ThreadRole.SHARD_LOOP)
  private static final class OpenBrowser implements ShardConsumer {
    private final Browser browser;

    OpenBrowser(Browser browser) {
      this.browser = browser;
    }

    @Override
    public View view() {
      return new View(browser.groupId(), browser.credit(), browser.creditBytes(), 0, 0, 0);
    }

    @Override
    public int groupEpoch() {
      return browser.groupEpoch();
    }

    @Override
    public @Nullable OperationId replay() {
      return null;
    }

    @Override
    public void addCredit(int groupEpoch, int messages, int bytes) {
      browser.addCredit(messages, bytes);
    }

    @Override
    public void resume() {
      browser.resume();
    }

    @Override
    public void drain(Runnable drained) {
      browser.drain(drained);
    }

    @Override
    public void handedOver(long arrivalIndex) {}

    @Override
    public void acknowledge(
        int groupEpoch,
        long brokerEpoch,
        int partition,
        long[] ranges,
        @Nullable Completion<@Nullable Void> durable) {
      if (durable != null) {
        durable.completed(null);
      }
    }

    @Override
    public boolean isHolding() {
      return false;
    }

    @Override
    public void release(int groupEpoch, int partition, long[] ranges, boolean counted) {}

    @Override
    public void releaseAll(long handedOver) {}

    @Override
    public void close(long handedOver) {
      browser.close();
    }

    @Override
    public void end() {
      browser.close();
    }
  }
}
