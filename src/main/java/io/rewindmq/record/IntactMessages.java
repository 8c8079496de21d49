// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import java.nio.ByteBuffer;

/** Finds the messages of a damaged run whose own checksums are right. */
public final class IntactMessages {
  /** Takes what is found, in offset order. */
  public interface Sink {
    /** Messages that follow each other, all of them whole. */
    void intact(RunBytes run);

    /**
     * Messages that can't be used.
     *
     * @param byteOffset of the first one from the first element of the run
     */
    void damaged(long fromOffset, long endOffset, int byteOffset, String text);
  }

  private IntactMessages() {}

  /** Gives every message of a run to the sink, as whole or as damaged. */
  public static void of(RunBytes run, Sink sink) {
    ByteBuffer elements = run.elements().slice();
    int index = 0;
    int at = 0;
    while (index < run.count()) {
      int left = run.count() - index;
      int bytesLeft = elements.limit() - at;
      Elements.Damage damage = Elements.verify(elements.slice(at, bytesLeft), left);
      int good = damage == null ? left : damage.index();
      int goodBytes = damage == null ? bytesLeft : damage.byteOffset();
      long base = run.baseOffset() + index;
      if (good > 0) {
        sink.intact(
            new RunBytes(base, good, run.appendTimeMillis(), elements.slice(at, goodBytes)));
      }
      at += goodBytes;
      index += good;
      if (damage != null && index < run.count()) {
        int bytes = bytesOfDamaged(elements, at);
        int lost = bytes == 0 ? run.count() - index : 1;
        sink.damaged(base + good, base + good + lost, at, damage.text());
        index += lost;
        at += bytes;
      }
    }
  }

  /** Bytes of a message with a wrong checksum; 0 = where it ends is not known. */
  private static int bytesOfDamaged(ByteBuffer elements, int at) {
    int left = elements.limit() - at;
    int bytes = left < Elements.BYTES_MIN ? 0 : Elements.bytesAt(elements, at);
    return bytes < Elements.BYTES_MIN || bytes > left ? 0 : bytes;
  }
}
