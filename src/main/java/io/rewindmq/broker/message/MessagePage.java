// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some messages.
 *
 * @param cursor to ask for the next page; null = there is no more. A page may be short, even empty,
 *     and not the last: then so many messages were looked at that a request may look at
 * @param looked how many messages were looked at
 */
public record MessagePage(List<StoredMessage> messages, @Nullable String cursor, long looked) {
  public MessagePage {
    messages = List.copyOf(messages);
  }
}
