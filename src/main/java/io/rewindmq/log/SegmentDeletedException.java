// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

/** The segment was deleted while somebody wanted to read it; look at the log again. */
final class SegmentDeletedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SegmentDeletedException(String name) {
    super(name + " was deleted");
  }
}
