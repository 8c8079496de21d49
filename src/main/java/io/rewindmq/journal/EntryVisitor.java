// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import java.nio.ByteBuffer;

/** Takes the journal's entries in order while it is recovered. */
@FunctionalInterface
public interface EntryVisitor {
  /**
   * Takes one entry.
   *
   * @param position journal position of the payload's first byte
   * @param payload a slice, valid until this returns
   */
  void entry(long position, byte kind, byte version, ByteBuffer payload);
}
