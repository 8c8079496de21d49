// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import java.nio.ByteBuffer;

/** Runs of persistent messages as a client encodes them, checksums included. */
public final class EncodedRuns {
  private static final int ELEMENT_BYTES_MAX = 1 << 20;
  private static final long TIME = 1_790_000_000_000L;
  private static final int PERSISTENT = 1;

  private EncodedRuns() {}

  /** So many messages of producer 1/1, from sequence 1 on, with bodies of so many bytes. */
  public static ByteBuffer of(int messages, int bodyBytes) {
    MessageWriter writer = new MessageWriter(ELEMENT_BYTES_MAX);
    byte[] body = new byte[bodyBytes];
    ByteBuffer run = ByteBuffer.allocate(0);
    for (int i = 0; i < messages; i++) {
      ByteBuffer element =
          writer
              .begin(PERSISTENT, 4, BodyType.BYTES, 0, TIME, 0, 0)
              .origin(1, 1, i + 1L)
              .beginProperties()
              .beginBody()
              .bytes(body, 0, bodyBytes)
              .finish();
      if (run.capacity() == 0) {
        run = ByteBuffer.allocate(messages * element.remaining()); // all are alike
      }
      run.put(element);
    }
    return run.flip();
  }
}
