// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as clients make it and as it comes back.
 *
 * @param groupHash decides over its partition; 0 = its producer does
 * @param expiration milliseconds since 1970, 0 = never
 * @param deliveryTime milliseconds since 1970, 0 = at once
 */
public record SimMessage(
    Origin origin,
    boolean isPersistent,
    int priority,
    int groupHash,
    long expiration,
    long deliveryTime,
    int bodyBytes) {
  private static final int PRIORITY_DEFAULT = 4;

  /** Who made it; no two messages have the same. */
  public record Origin(long connectionId, long producer, long sequence) {
    @Override
    public String toString() {
      return connectionId + "." + producer + "." + sequence;
    }
  }

  /** Any message. */
  public static SimMessage random(Origin origin, SimRandom random, long now, int bodyBytesMax) {
    return new SimMessage(
        origin,
        !random.chance(0.15),
        random.chance(0.15) ? random.nextInt(10) : PRIORITY_DEFAULT,
        random.chance(0.3) ? 1 + random.nextInt(6) : 0,
        random.chance(0.05) ? now + 1 + random.nextInt(400) : 0,
        random.chance(0.05) ? now + 1 + random.nextInt(200) : 0,
        random.nextInt(bodyBytesMax));
  }

  /** Its one encoding. */
  public ByteBuffer element() {
    byte[] body = new byte[bodyBytes];
    ByteBuffer element =
        new MessageWriter(1 << 16)
            .begin(
                isPersistent ? MessageLayout.FLAG_PERSISTENT : 0,
                priority,
                BodyType.BYTES,
                groupHash,
                0,
                expiration,
                deliveryTime)
            .origin(origin.connectionId(), origin.producer(), origin.sequence())
            .beginProperties()
            .beginBody()
            .bytes(body, 0, body.length)
            .finish();
    return ByteBuffer.allocate(element.remaining()).put(element).flip();
  }

  /** Several encodings behind each other. */
  public static ByteBuffer elements(List<SimMessage> messages) {
    List<ByteBuffer> all = messages.stream().map(SimMessage::element).toList();
    ByteBuffer whole = ByteBuffer.allocate(all.stream().mapToInt(ByteBuffer::remaining).sum());
    all.forEach(whole::put);
    return whole.flip();
  }

  /** What is in a buffer; checksums are verified. */
  public static List<SimMessage> in(ByteBuffer elements) {
    List<SimMessage> found = new ArrayList<>();
    ElementCursor cursor = new ElementCursor().over(elements);
    MessageView view = new MessageView();
    while (cursor.next()) {
      cursor.verify();
      view.at(elements, cursor.messageAt(), cursor.messageBytes());
      found.add(
          new SimMessage(
              new Origin(view.connectionId(), view.producerNumber(), view.sequence()),
              view.isPersistent(),
              view.priority(),
              view.groupHash(),
              view.expiration(),
              view.deliveryTime(),
              view.body().remaining()));
    }
    return found;
  }
}
