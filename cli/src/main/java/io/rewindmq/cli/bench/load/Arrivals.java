// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what listeners are handed. */
final class Arrivals implements MessageListener {
  private static final long SILENCE_SECONDS = 30;

  private final LongAdder count = new LongAdder();

  @Override
  public void onMessage(Message message) {
    count.increment();
  }

  long count() {
    return count.sum();
  }

  /**
   * Waits until so many have come.
   *
   * @throws IllegalStateException nothing came for half a minute
   */
  void await(long expected) throws InterruptedException {
    long before = -1;
    long lastProgress = System.nanoTime();
    for (long now = count(); now < expected; now = count()) {
      if (now != before) {
        before = now;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
        throw new IllegalStateException(now + " messages came, expected " + expected);
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
  }
}
