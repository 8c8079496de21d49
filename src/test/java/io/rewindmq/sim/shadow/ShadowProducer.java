// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One producer: its messages by their sequence, and its transactions by their number. */
final class ShadowProducer {
  private final Map<Long, ShadowMessage> messages = new HashMap<>();
  private final Map<Long, ShadowTransaction> transactions = new HashMap<>();
  private final Consumer<ShadowMessage> register;

  /**
   * @param register hears of each message that comes for the first time
   */
  ShadowProducer(Consumer<ShadowMessage> register) {
    this.register = register;
  }

  /** A message comes to the broker, perhaps not for the first time. */
  void sent(SimMessage message, int destination, long transaction) {
    ShadowMessage known = messages.get(message.origin().sequence());
    if (known != null) {
      known.sentAgain();
      return;
    }
    ShadowTransaction within = transaction == 0 ? null : transaction(transaction);
    ShadowMessage shadow = new ShadowMessage(message, destination, within);
    messages.put(message.origin().sequence(), shadow);
    if (within != null) {
      within.add(shadow);
    }
    register.accept(shadow);
  }

  ShadowMessage message(long sequence) {
    ShadowMessage found = messages.get(sequence);
    if (found == null) {
      throw new AssertionError("sequence " + sequence + " was never sent");
    }
    return found;
  }

  ShadowTransaction transaction(long number) {
    return transactions.computeIfAbsent(number, ShadowTransaction::new);
  }

  /** Its connection is gone, or the broker. */
  void lost() {
    transactions.values().forEach(ShadowTransaction::lost);
  }

  /** It was closed in good order. */
  void closed() {
    lost();
  }
}
