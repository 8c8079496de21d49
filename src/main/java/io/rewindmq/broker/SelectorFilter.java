// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.PropertyCursor;
import io.rewindmq.protocol.message.ValueCodec;
import io.rewindmq.selector.HeaderField;
import io.rewindmq.selector.Selector;
import io.rewindmq.selector.SelectorRow;
import io.rewindmq.shard.MessageFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a selector on encoded messages: fetches what it names, header fields from their places
 * and properties in one walk, and leaves everything else where it is. Allocates nothing.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SelectorFilter implements MessageFilter {
  private static final ByteBuffer PERSISTENT = ascii("PERSISTENT");
  private static final ByteBuffer NON_PERSISTENT = ascii("NON_PERSISTENT");

  private final Selector selector;
  private final SelectorRow row;
  private final MessageView view = new MessageView();
  private final PropertyCursor properties = new PropertyCursor();
  private final ByteBuffer messageId = ByteBuffer.allocate(MessageIds.BYTES_MAX);

  /** By place in the row; null for a property. */
  private final @Nullable HeaderField[] headers;

  private final PropertyPlaces places;

  SelectorFilter(Selector selector) {
    this.selector = selector;
    this.row = selector.newRow();
    List<String> names = selector.names();
    this.headers = names.stream().map(HeaderField::of).toArray(HeaderField[]::new);
    this.places = new PropertyPlaces(names, place -> headers[place] == null);
  }

  @Override
  public boolean accepts(ByteBuffer messages, int messageAt, int messageBytes, int deliveryCount) {
    row.clear();
    try {
      fetchHeaders(messages, messageAt, messageBytes, deliveryCount);
      fetchProperties(messages, messageAt);
    } catch (MalformedMessageException e) {
      return false; // the intake lets none pass; should one be there, it must not stop the others
    }
    return selector.matches(row);
  }

  private void fetchHeaders(
      ByteBuffer messages, int messageAt, int messageBytes, int deliveryCount) {
    view.at(messages, messageAt, messageBytes);
    for (int place = 0; place < headers.length; place++) {
      HeaderField header = headers[place];
      if (header != null) {
        fetch(header, place, messages, deliveryCount);
      }
    }
  }

  private void fetch(HeaderField header, int place, ByteBuffer messages, int deliveryCount) {
    switch (header) {
      case DELIVERY_MODE -> {
        ByteBuffer mode = view.isPersistent() ? PERSISTENT : NON_PERSISTENT;
        row.setText(place, mode, 0, mode.limit());
      }
      case PRIORITY -> row.setExact(place, view.priority());
      case TIMESTAMP -> {
        boolean isDisabled = (view.flags() & MessageLayout.FLAG_TIMESTAMP_DISABLED) != 0;
        row.setExact(place, isDisabled ? 0 : view.timestamp());
      }
      case MESSAGE_ID -> {
        if ((view.flags() & MessageLayout.FLAG_ID_DISABLED) == 0) {
          MessageIds.write(messageId, view.connectionId(), view.producerNumber(), view.sequence());
          row.setText(place, messageId, 0, messageId.limit());
        }
      }
      case CORRELATION_ID -> {
        fetchField(MessageLayout.TAG_CORRELATION_ID, place, messages);
        if (row.isNull(place)) {
          fetchField(MessageLayout.TAG_CORRELATION_BYTES, place, messages);
        }
      }
      case TYPE -> fetchField(MessageLayout.TAG_TYPE, place, messages);
      case DELIVERY_COUNT -> row.setExact(place, deliveryCount);
    }
  }

  private void fetchField(int tag, int place, ByteBuffer messages) {
    int at = view.headerFieldAt(tag);
    if (at >= 0) {
      row.setText(place, messages, at, view.headerFieldEnd(at));
    }
  }

  /** Until all are found. Of properties with the same name the first one counts. */
  private void fetchProperties(ByteBuffer messages, int messageAt) {
    int missing = places.count();
    if (missing == 0) {
      return;
    }
    properties.over(messages, messageAt);
    while (missing > 0 && properties.next()) {
      int place = places.find(messages, properties.nameAt(), properties.nameEnd());
      if (place >= 0 && row.isNull(place)) {
        fetchValue(place, messages);
        missing--;
      }
    }
  }

  private void fetchValue(int place, ByteBuffer messages) {
    int at = properties.valueAt();
    switch (properties.type()) {
      case ValueCodec.NULL -> row.setNull(place);
      case ValueCodec.BOOLEAN -> row.setBoolean(place, messages.get(at) != 0);
      case ValueCodec.BYTE -> row.setExact(place, messages.get(at));
      case ValueCodec.SHORT -> row.setExact(place, messages.getShort(at));
      case ValueCodec.INT -> row.setExact(place, messages.getInt(at));
      case ValueCodec.LONG -> row.setExact(place, messages.getLong(at));
      case ValueCodec.FLOAT -> row.setApproximate(place, messages.getFloat(at));
      case ValueCodec.DOUBLE -> row.setApproximate(place, messages.getDouble(at));
      case ValueCodec.STRING -> row.setText(place, messages, at, properties.valueEnd());
      default -> row.setOther(place); // no JMS property has it
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
  }
}
