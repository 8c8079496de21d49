// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.message.MessageCapture;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.broker.message.Routing;
import io.rewindmq.broker.message.StoredMessage;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.move.BulkAgent;
import io.rewindmq.shard.move.BulkStatus;
import io.rewindmq.shard.move.BulkTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows of a command which messages it is about and where they go, and keeps some to show. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class CommandAgent implements BulkAgent {
  private static final int SAMPLES = 10;
  private static final int SAMPLE_BODY_BYTES = 256;

  private final Choice choice;
  private final @Nullable DestinationView target;
  private final @Nullable FailedPlaces failed;
  private final @Nullable OriginStamp stamp;
  private final boolean keepsLast;
  private final Runnable whenOver;
  private final MessageView view = new MessageView();
  private final List<StoredMessage> samples = new ArrayList<>();
  private @Nullable MessageCapture last;

  /**
   * @param target where all go; null = nowhere, or each to where it failed
   * @param failed finds where each failed; null = that is not asked
   * @param stamp takes off what a dead letter has been given; null = messages stay as they are
   * @param keepsLast the last message is to be shown, too
   */
  CommandAgent(
      Choice choice,
      @Nullable DestinationView target,
      @Nullable FailedPlaces failed,
      @Nullable OriginStamp stamp,
      boolean keepsLast,
      Runnable whenOver) {
    this.choice = choice;
    this.target = target;
    this.failed = failed;
    this.stamp = stamp;
    this.keepsLast = keepsLast;
    this.whenOver = whenOver;
  }

  @Override
  public long nextWanted(int partition, long offset) {
    return choice.nextWanted(partition, offset);
  }

  @Override
  public long wantedAtMost() {
    return choice.atMost();
  }

  @Override
  public boolean wants(int partition, long offset, ByteBuffer elements, int deliveryCount) {
    return choice.wants(partition, offset, elements, deliveryCount);
  }

  @Override
  public BulkTarget target(int partition, ByteBuffer elements) {
    view.at(elements, elements.position() + MessageLayout.ELEMENT_HEADER_BYTES);
    if (target != null) {
      return new BulkTarget.To(target.id(), partitionOf(target, partition), 0);
    }
    if (failed == null) {
      return new BulkTarget.Stays("it has no target");
    }
    FailedPlaces.Found found = failed.of(view);
    DestinationView destination = found.destination();
    if (destination == null) {
      return new BulkTarget.Stays(String.valueOf(found.refusal()));
    }
    return new BulkTarget.To(destination.id(), partitionOf(destination, partition), found.group());
  }

  /** A message group stays together; other messages stay in their order. */
  private int partitionOf(DestinationView destination, int source) {
    int partitions = destination.spec().partitions();
    return view.groupHash() == 0
        ? source % partitions
        : Routing.partition(
            view.groupHash(),
            new ProducerId(view.connectionId(), view.producerNumber()),
            partitions);
  }

  @Override
  public ByteBuffer copy(RunBytes run) {
    return stamp == null ? run.elements() : stamp.withoutOrigin(run);
  }

  @Override
  public void took(int partition, long offset, ByteBuffer elements) {
    if (samples.size() >= SAMPLES && !keepsLast) {
      return;
    }
    MessageCapture capture = MessageCapture.of(partition, offset, elements, SAMPLE_BODY_BYTES);
    last = capture;
    if (samples.size() < SAMPLES) {
      samples.add(capture.message());
    }
  }

  OperationView.Samples samples() {
    return new OperationView.Samples(samples, keepsLast && last != null ? last.message() : null);
  }

  @Override
  public void over(BulkStatus status, @Nullable String cause) {
    whenOver.run();
  }
}
