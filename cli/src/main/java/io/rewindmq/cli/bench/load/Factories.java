// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;

/**
 * How a load connects.
 *
 * @param standard as the provider is delivered
 * @param confirming for asynchronous sends: the completion is the broker's confirmation, which is
 *     not every provider's default
 */
record Factories(ConnectionFactory standard, ConnectionFactory confirming) {
  Load load(Order order) {
    return switch (order.kind()) {
      case SYNC_SEND -> new SyncSend(standard, order);
      case ASYNC_SEND -> new AsyncSend(confirming, order);
      case FLOW_AUTO -> new Flow(standard, order, Session.AUTO_ACKNOWLEDGE);
      case FLOW_DUPS_OK -> new Flow(standard, order, Session.DUPS_OK_ACKNOWLEDGE);
      case FLOW_TRACED -> new TracedFlow(confirming, order);
      case PACED -> new Paced(confirming, order);
      case TRANSACTED_SEND -> new TransactedSend(standard, order);
      case TRANSACTED_RECEIVE -> new TransactedReceive(confirming, order);
      case FAN_OUT -> new FanOut(confirming, order);
      case BUILD -> new Build(confirming, order);
      case DRAIN -> new Drain(confirming, order);
      case REPLAY -> new Replay(confirming, order);
      case SELECT -> new Select(confirming, order);
      case QUEUES -> new Queues(standard, order);
      case FIRST -> new First(standard, order);
      case EMPTY -> new Empty(standard, order);
      case UNSUBSCRIBE -> new Unsubscribe(standard, order);
    };
  }
}
