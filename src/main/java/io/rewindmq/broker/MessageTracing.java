// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.AnyThread;
import org.jspecify.annotations.Nullable;

/**
 * Takes spans of messages that carry a sampled trace. Called on {@code SHARD_LOOP}, so nothing here
 * waits; what can't be kept is dropped.
 */
@AnyThread
public interface MessageTracing {
  /** Nothing is traced, and no message is looked at. */
  MessageTracing OFF =
      new MessageTracing() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public @Nullable OpenSpan begin(Step step, Parent parent, Message message) {
          return null;
        }
      };

  /** Whether messages are to be looked at. Never changes. */
  boolean isOn();

  /**
   * Begins a span.
   *
   * @return null if the parent is none
   */
  @Nullable OpenSpan begin(Step step, Parent parent, Message message);

  /** What the broker does with a message. */
  enum Step {
    /** From the frame that brought it until it is confirmed. */
    SEND,
    /** From when it goes to a consumer until it is settled or comes back. */
    DELIVER,
    /** From the acknowledgement until that is done, and durable where somebody waits for it. */
    SETTLE
  }

  /**
   * What the message carries, as W3C Trace Context writes it.
   *
   * @param state null = it carries none
   */
  record Parent(String traceparent, @Nullable String state) {}

  /**
   * Which message it is.
   *
   * @param number its sequence for {@link Step#SEND}, else its offset
   * @param deliveryCount 0 for {@link Step#SEND}
   * @param waitedMillis since it was appended; 0 for {@link Step#SEND}
   */
  record Message(
      String destination, int partition, long number, int deliveryCount, long waitedMillis) {}

  /** A span that has begun. */
  interface OpenSpan {
    /** Begins a span below this one, about the same message. */
    OpenSpan child(Step step);

    /**
     * Ends it.
     *
     * @param failure what went wrong; "" = nothing
     */
    void end(String failure);
  }
}
