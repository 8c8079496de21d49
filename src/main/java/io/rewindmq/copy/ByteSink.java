// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.copy;

import java.io.IOException;

/** Takes the bytes of a copy, in order. */
@FunctionalInterface
public interface ByteSink {
  /**
   * Takes some bytes; they may change afterwards.
   *
   * @throws IOException whoever wants the copy can't take it
   */
  void write(byte[] bytes, int count) throws IOException;
}
