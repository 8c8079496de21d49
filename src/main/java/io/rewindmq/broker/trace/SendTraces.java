// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.trace;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The traced messages of one session's producer that are not confirmed yet. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class SendTraces {
  /** Of more at once nothing is told. */
  private static final int OPEN_MAX = 1_000;

  private final MessageTracing tracing;
  private final TraceProperties properties = new TraceProperties();
  private final Queue<Open> open = new ArrayDeque<>();

  private record Open(long sequence, MessageTracing.OpenSpan span) {}

  private SendTraces(MessageTracing tracing) {
    this.tracing = tracing;
  }

  /** Null if tracing is off. */
  public static @Nullable SendTraces with(MessageTracing tracing) {
    return tracing.isOn() ? new SendTraces(tracing) : null;
  }

  /** A message is there; sequences ascend. */
  public void took(ByteBuffer messages, int messageAt, String destination, long sequence) {
    MessageTracing.Parent parent = properties.find(messages, messageAt);
    if (parent == null || open.size() == OPEN_MAX) {
      return;
    }
    MessageTracing.OpenSpan span =
        tracing.begin(
            MessageTracing.Step.SEND,
            parent,
            new MessageTracing.Message(destination, 0, sequence, 0, 0));
    if (span != null) {
      open.add(new Open(sequence, span));
    }
  }

  /** Messages, from one sequence to another, were confirmed or refused. */
  public void ended(long firstSequence, long lastSequence, String failure) {
    if (open.isEmpty()) {
      return;
    }
    for (Iterator<Open> at = open.iterator(); at.hasNext(); ) {
      Open one = at.next();
      if (one.sequence() > lastSequence) {
        return;
      }
      if (one.sequence() >= firstSequence) {
        at.remove();
        one.span().end(failure);
      }
    }
  }

  /** Nobody will hear of the rest. */
  public void end() {
    ended(0, Long.MAX_VALUE, "the session has ended before the answer");
  }
}
