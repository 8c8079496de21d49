// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.message.RunHeader;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;

/**
 * Writes deliveries: messages are copied once, from where they lie into the outbox.
 *
 * <p>Short runs that follow each other for the same consumer and partition share a frame; a run
 * that is larger than a frame may be is cut between messages.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class DeliveryWriter {
  /** A frame that is larger is not made larger still. */
  private static final int SHARED_FRAME_BYTES_MAX = 16 * 1024;

  private static final int RUN_COUNT_AT = FrameCodec.DELIVER_HEADER_BYTES - 2;
  private static final int RUNS_MAX = 0xFFFF;

  private final FrameWriter writer;

  /** Largest frame, length field included. */
  private final int frameBytesMax;

  /** The frame written last, as long as {@link #reservation} is the writer's last one. */
  private long reservation;

  private int frameChannel;
  private int frameConsumerId;
  private int frameGroupEpoch;
  private int framePartition;
  private int frameRuns;
  private int frameBytes;

  /**
   * For one connection.
   *
   * @param frameBytesMax without the length field; a message and its headers fit
   */
  DeliveryWriter(FrameWriter writer, int frameBytesMax) {
    this.writer = writer;
    this.frameBytesMax = frameBytesMax + FrameCodec.LENGTH_BYTES;
  }

  void write(
      int channel,
      int consumerId,
      int groupEpoch,
      int partition,
      RunBytes run,
      int deliveryCount,
      int flags) {
    if (writer.isClosed()) {
      return;
    }
    int bytesMax = frameBytesMax - FrameCodec.DELIVER_HEADER_BYTES - RunHeader.BYTES;
    RunBytes rest = run;
    while (rest.elements().remaining() > bytesMax && rest.count() > 1) {
      RunBytes part = rest.slice(rest.baseOffset(), rest.count(), bytesMax);
      place(channel, consumerId, groupEpoch, partition, part, deliveryCount, flags);
      if (part.count() == rest.count()) {
        return;
      }
      rest = rest.slice(part.endOffset(), rest.count(), Integer.MAX_VALUE);
    }
    place(channel, consumerId, groupEpoch, partition, rest, deliveryCount, flags);
  }

  private void place(
      int channel,
      int consumerId,
      int groupEpoch,
      int partition,
      RunBytes run,
      int deliveryCount,
      int flags) {
    int runBytes = RunHeader.BYTES + run.elements().remaining();
    ByteBuffer out = null;
    if (reservation == writer.reservations()
        && frameConsumerId == consumerId
        && frameChannel == channel
        && frameGroupEpoch == groupEpoch
        && framePartition == partition
        && frameRuns < RUNS_MAX
        && frameBytes + runBytes <= Math.min(SHARED_FRAME_BYTES_MAX, frameBytesMax)) {
      out = writer.extend(runBytes);
    }
    if (out == null) {
      frameBytes = FrameCodec.DELIVER_HEADER_BYTES + runBytes;
      out = writer.reserve(frameBytes);
      FrameCodec.encodeDeliverHeader(out, channel, consumerId, groupEpoch, partition, 1, runBytes);
      reservation = writer.reservations();
      frameChannel = channel;
      frameConsumerId = consumerId;
      frameGroupEpoch = groupEpoch;
      framePartition = partition;
      frameRuns = 1;
    } else {
      int frameAt = out.position();
      frameRuns++;
      out.putInt(frameAt, frameBytes + runBytes - FrameCodec.LENGTH_BYTES);
      out.putShort(frameAt + RUN_COUNT_AT, (short) frameRuns);
      out.position(frameAt + frameBytes);
      frameBytes += runBytes;
    }
    copy(run, deliveryCount, flags, out);
  }

  private static void copy(RunBytes run, int deliveryCount, int flags, ByteBuffer out) {
    ByteBuffer elements = run.elements();
    int bytes = elements.remaining();
    RunHeader.write(
        out, run.baseOffset(), run.appendTimeMillis(), run.count(), bytes, deliveryCount, flags);
    out.put(out.position(), elements, elements.position(), bytes);
    out.position(out.position() + bytes);
  }
}
