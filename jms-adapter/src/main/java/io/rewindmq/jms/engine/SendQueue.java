// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A session's sends that the broker has not answered, in order of their sequences. They are kept so
 * that they can be repeated after a lost connection. Not safe for use by several threads.
 *
 * @param <T> what is kept of a send
 */
public final class SendQueue<T extends SendQueue.Numbered> {
  /** A send with its number. */
  public interface Numbered {
    long sequence();

    int bytes();
  }

  private final Deque<T> unanswered = new ArrayDeque<>();
  private long bytes;

  public void add(T send) {
    unanswered.add(send);
    bytes += send.bytes();
  }

  public int size() {
    return unanswered.size();
  }

  public long bytes() {
    return bytes;
  }

  /** Gives and removes the sends from {@code first} to {@code last}, both inclusive. */
  public void answered(long first, long last, Consumer<T> action) {
    Iterator<T> sends = unanswered.iterator();
    while (sends.hasNext()) {
      T send = sends.next();
      if (send.sequence() > last) {
        return;
      }
      if (send.sequence() >= first) {
        sends.remove();
        bytes -= send.bytes();
        action.accept(send);
      }
    }
  }

  /** Every send that waits, oldest first. */
  public Iterable<T> all() {
    return unanswered;
  }

  public void clear() {
    unanswered.clear();
    bytes = 0;
  }
}
