// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which messages a command is about: those it names, those that fit a selector, or all. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Choice {
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,6}):([0-9]{1,18})");

  private final Filters filter;
  private final Map<Integer, TreeSet<Long>> places = new HashMap<>();
  private final Set<MessageIds.Origin> ids = new HashSet<>();
  private final MessageView view = new MessageView();

  /**
   * @throws AdminException what is named is no message id or place, or the selector is none
   */
  Choice(SelectorCompiler compiler, BulkCommand.Choice wanted) {
    this.filter = new Filters(compiler, wanted.selector());
    for (String place : wanted.places()) {
      Matcher parts = PLACE.matcher(place);
      if (!parts.matches()) {
        throw invalid("\"offsets\": expected PARTITION:OFFSET, got \"" + place + "\"");
      }
      places
          .computeIfAbsent(Integer.valueOf(parts.group(1)), any -> new TreeSet<>())
          .add(Long.valueOf(parts.group(2)));
    }
    for (String id : wanted.messageIds()) {
      ids.add(
          MessageIds.parse(id)
              .orElseThrow(
                  () ->
                      invalid(
                          "\"ids\": expected a message id as ID:rw-0123456789abcdef-1-42, got \""
                              + id
                              + "\"")));
    }
  }

  private static AdminException invalid(String text) {
    return new AdminException(AdminException.Reason.INVALID, text);
  }

  long nextWanted(int partition, long offset) {
    if (places.isEmpty()) {
      return offset;
    }
    TreeSet<Long> here = places.get(partition);
    Long next = here == null ? null : here.ceiling(offset);
    return next == null ? Long.MAX_VALUE : next;
  }

  /** -1 = nobody knows. */
  long atMost() {
    return places.isEmpty() ? -1 : places.values().stream().mapToLong(Set::size).sum();
  }

  boolean wants(int partition, long offset, ByteBuffer elements, int deliveryCount) {
    TreeSet<Long> here = places.get(partition);
    if (!places.isEmpty() && (here == null || !here.contains(offset))) {
      return false;
    }
    return (ids.isEmpty() || ids.contains(origin(elements)))
        && filter.accepts(elements, deliveryCount);
  }

  private MessageIds.Origin origin(ByteBuffer elements) {
    view.at(elements, elements.position() + MessageLayout.ELEMENT_HEADER_BYTES);
    return new MessageIds.Origin(view.connectionId(), view.producerNumber(), view.sequence());
  }
}
