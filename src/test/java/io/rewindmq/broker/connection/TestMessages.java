// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of a test client, and what is in its deliveries. */
final class TestMessages {
  private TestMessages() {}

  /** One text message a text, sequences from the first on. */
  static ByteBuffer elements(
      long connectionId,
      long producer,
      long firstSequence,
      boolean persistent,
      @Nullable String clientId,
      String... texts) {
    MessageWriter writer = new MessageWriter(1 << 20);
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    long sequence = firstSequence;
    for (String text : texts) {
      int flags = persistent ? MessageLayout.FLAG_PERSISTENT : 0;
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer element =
          writer
              .begin(flags, 4, BodyType.TEXT, 0, 0, 0, 0)
              .origin(connectionId, producer, sequence)
              .headerField(MessageLayout.TAG_CLIENT_ID, clientId)
              .beginProperties()
              .beginBody()
              .bytes(body, 0, body.length)
              .finish();
      all.put(element);
      sequence++;
    }
    return all.flip();
  }

  /** A delivered message. */
  record Received(
      int consumerId,
      int groupEpoch,
      int partition,
      long offset,
      String text,
      int deliveryCount,
      int flags) {}

  static List<Received> received(Frame.Deliver frame) {
    List<Received> all = new ArrayList<>();
    ByteBuffer runs = frame.runs().duplicate();
    ElementCursor cursor = new ElementCursor();
    while (runs.hasRemaining()) {
      RunHeader run = RunHeader.read(runs);
      ByteBuffer elements = runs.slice(runs.position(), run.bytes());
      runs.position(runs.position() + run.bytes());
      cursor.over(elements);
      long offset = run.baseOffset();
      while (cursor.next()) {
        cursor.verify();
        ByteBuffer body = new MessageView().at(cursor.message()).body();
        all.add(
            new Received(
                frame.consumerId(),
                frame.groupEpoch(),
                frame.partition(),
                offset,
                StandardCharsets.UTF_8.decode(body).toString(),
                run.deliveryCount(),
                run.flags()));
        offset++;
      }
    }
    return all;
  }
}
