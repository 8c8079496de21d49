// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReadOptions;
import io.rewindmq.protocol.SubscriptionKind;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a consumer reads and how. */
public record ConsumerSpec(
    RewindDestination destination,
    SubscriptionKind kind,
    @Nullable String subscription,
    @Nullable String selector,
    boolean noLocal) {

  /** An empty selector is none (specification section 3.8.1.1). */
  public ConsumerSpec {
    selector = selector == null || selector.isBlank() ? null : selector;
  }

  public boolean isBrowser() {
    return kind == SubscriptionKind.BROWSER;
  }

  /** What it may have ahead. Looking keeps a message from nobody: a browser may always have one. */
  public CreditWindow creditWindow(BrokerUrl url) {
    int messages = url.number(ClientOption.PREFETCH);
    return new CreditWindow(
        isBrowser() ? Math.max(1, messages) : messages, url.number(ClientOption.PREFETCH_BYTES));
  }

  /**
   * The request to open it.
   *
   * @param resume by partition: where a reader of history goes on that lost its connection
   */
  public Frame open(
      int channel, int requestId, int consumerId, int handle, SortedMap<Integer, Long> resume) {
    ReadOptions begin = destination.options().toRead();
    return new Frame.OpenConsumer(
        channel,
        requestId,
        consumerId,
        handle,
        kind,
        subscription,
        selector,
        noLocal,
        destination.options().exclusive(),
        begin == null ? null : new ReadOptions(begin.start(), resume).toString());
  }
}
