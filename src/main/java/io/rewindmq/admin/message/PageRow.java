// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import io.rewindmq.broker.message.MessagePage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some messages.
 *
 * @param cursor what to ask for to get the next page; null = this is the last one
 * @param looked how many messages were looked at
 */
record PageRow(List<MessageRow> messages, @Nullable String cursor, long looked) {
  PageRow {
    messages = List.copyOf(messages);
  }

  static PageRow of(MessagePage page) {
    return new PageRow(
        page.messages().stream().map(MessageRow::of).toList(), page.cursor(), page.looked());
  }
}
