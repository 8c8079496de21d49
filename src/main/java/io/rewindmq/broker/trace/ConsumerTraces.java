// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.trace;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.record.RunBytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traced messages that one consumer holds. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ConsumerTraces {
  /** Of more at once nothing is told. */
  private static final int OPEN_MAX = 1_000;

  private final MessageTracing tracing;
  private final Clock clock;
  private final String destination;
  private final TraceProperties properties = new TraceProperties();
  private final ElementCursor cursor = new ElementCursor();
  private final List<Open> open = new ArrayList<>(0);

  private record Open(int partition, long offset, MessageTracing.OpenSpan span) {}

  private ConsumerTraces(MessageTracing tracing, Clock clock, String destination) {
    this.tracing = tracing;
    this.clock = clock;
    this.destination = destination;
  }

  /** Null if tracing is off. */
  public static @Nullable ConsumerTraces with(
      MessageTracing tracing, Clock clock, String destination) {
    return tracing.isOn() ? new ConsumerTraces(tracing, clock, destination) : null;
  }

  /** Messages go out to the consumer. */
  public void delivered(int partition, RunBytes run, int deliveryCount) {
    cursor.over(run.elements());
    for (long offset = run.baseOffset(); cursor.next(); offset++) {
      MessageTracing.Parent parent = properties.find(run.elements(), cursor.messageAt());
      if (parent != null && open.size() < OPEN_MAX) {
        MessageTracing.OpenSpan span =
            tracing.begin(
                MessageTracing.Step.DELIVER,
                parent,
                new MessageTracing.Message(
                    destination,
                    partition,
                    offset,
                    deliveryCount,
                    Math.max(0, clock.millis() - run.appendTimeMillis())));
        if (span != null) {
          open.add(new Open(partition, offset, span));
        }
      }
    }
  }

  /**
   * Messages are settled.
   *
   * @param ranges pairs of offsets, both inclusive
   * @param begun takes what is to be ended when that is done
   */
  public void settling(int partition, long[] ranges, List<MessageTracing.OpenSpan> begun) {
    take(partition, ranges)
        .forEach(
            span -> {
              begun.add(span.child(MessageTracing.Step.SETTLE));
              span.end("");
            });
  }

  /** Messages were given back. */
  public void returned(int partition, long[] ranges) {
    take(partition, ranges).forEach(span -> span.end("given back"));
  }

  /** All of them were given back. */
  public void returnedAll(String why) {
    open.forEach(one -> one.span().end(why));
    open.clear();
  }

  private List<MessageTracing.OpenSpan> take(int partition, long[] ranges) {
    List<MessageTracing.OpenSpan> taken = new ArrayList<>(0);
    if (open.isEmpty()) {
      return taken;
    }
    for (Iterator<Open> at = open.iterator(); at.hasNext(); ) {
      Open one = at.next();
      if (one.partition() == partition && isIn(ranges, one.offset())) {
        at.remove();
        taken.add(one.span());
      }
    }
    return taken;
  }

  private static boolean isIn(long[] ranges, long offset) {
    for (int i = 0; i + 1 < ranges.length; i += 2) {
      if (ranges[i] <= offset && offset <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
