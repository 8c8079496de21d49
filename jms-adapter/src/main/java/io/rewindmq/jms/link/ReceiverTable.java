// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.protocol.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions and consumers of one link by number, and the frames meant for them. Under the link's
 * lock.
 */
public final class ReceiverTable {
  private final Map<Integer, LinkSession> sessions = new HashMap<>();
  private final Map<Integer, LinkConsumer> consumers = new HashMap<>();
  private int lastConsumer;

  public void add(LinkSession session) {
    sessions.put(session.channel(), session);
  }

  public void remove(LinkSession session) {
    sessions.remove(session.channel());
  }

  public List<LinkSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** Adds a consumer and gives its number, from 1. */
  public int add(LinkConsumer consumer) {
    lastConsumer++;
    consumers.put(lastConsumer, consumer);
    return lastConsumer;
  }

  public void removeConsumer(int consumerId) {
    consumers.remove(consumerId);
  }

  /** Whether there is any consumer, which is sent messages. */
  boolean hasConsumers() {
    return !consumers.isEmpty();
  }

  /** Hands a frame to its session or consumer; false = it is for none of them. */
  boolean take(Frame frame, long brokerEpoch) {
    if (frame instanceof Frame.Deliver deliver) {
      LinkConsumer consumer = consumers.get(deliver.consumerId());
      if (consumer != null) {
        consumer.deliver(deliver, brokerEpoch);
      }
    } else if (frame instanceof Frame.SendConfirmed confirmed) {
      LinkSession session = sessions.get(confirmed.channel());
      if (session != null) {
        session.confirmed(confirmed.first(), confirmed.last());
      }
    } else if (frame instanceof Frame.ConsumerReset reset) {
      LinkConsumer consumer = consumers.get(reset.consumerId());
      if (consumer != null) {
        consumer.reset(reset);
      }
    } else if (frame instanceof Frame.ConsumerEnded ended) {
      LinkConsumer consumer = consumers.remove(ended.consumerId());
      if (consumer != null) {
        consumer.ended(
            JmsErrors.of(ended.code(), "the broker has ended the consumer: " + ended.text()));
      }
    } else if (frame instanceof Frame.SendRejected rejected) {
      LinkSession session = sessions.get(rejected.channel());
      if (session != null) {
        session.rejected(rejected.first(), rejected.last(), rejected.code(), rejected.text());
      }
    } else {
      return false;
    }
    return true;
  }
}
