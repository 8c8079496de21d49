// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.protocol.ErrorCode;
import jakarta.jms.JMSException;

/** What a link tells a session. Every method is called under the link's lock and must not block. */
public interface LinkSession {
  int channel();

  /** Sends from {@code first} to {@code last} (inclusive) are confirmed. */
  void confirmed(long first, long last);

  /** Sends from {@code first} to {@code last} (inclusive) were not taken. */
  void rejected(long first, long last, ErrorCode code, String text);

  void connectionLost();

  /**
   * Opens session and consumers again on a new wire. Called without the link's lock.
   *
   * @throws JMSException the broker refuses; the link is given up
   */
  void restore(Restoration link) throws JMSException;

  /** After {@link #restore}: repeats sends and acknowledgements, grants credit. */
  void resume();

  /** The link has ended for good: everybody who waits must go. */
  void ended();
}
