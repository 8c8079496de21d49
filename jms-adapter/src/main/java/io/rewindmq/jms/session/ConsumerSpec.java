// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import org.jspecify.annotations.Nullable;

/** What a consumer reads and how. */
record ConsumerSpec(
    RewindDestination destination,
    SubscriptionKind kind,
    @Nullable String subscription,
    @Nullable String selector,
    boolean noLocal) {

  /** An empty selector is none (specification section 3.8.1.1). */
  ConsumerSpec {
    selector = selector == null || selector.isBlank() ? null : selector;
  }

  boolean isBrowser() {
    return kind == SubscriptionKind.BROWSER;
  }

  Frame open(int channel, int requestId, int consumerId, int handle) {
    return new Frame.OpenConsumer(
        channel, requestId, consumerId, handle, kind, subscription, selector, noLocal, false, null);
  }
}
