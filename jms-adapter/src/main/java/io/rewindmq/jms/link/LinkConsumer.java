// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.protocol.Frame;
import jakarta.jms.JMSException;

/** What a link tells a consumer. Called under the link's lock; must not block. */
public interface LinkConsumer {
  void deliver(Frame.Deliver frame, long brokerEpoch);

  void reset(Frame.ConsumerReset frame);

  /** The broker has forgotten the consumer; its number means nothing any more. */
  void ended(JMSException why);
}
