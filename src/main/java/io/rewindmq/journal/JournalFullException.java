// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * There is no room for an entry: the disk is full. Nothing was reserved; acknowledging makes room.
 */
public final class JournalFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalFullException(String message) {
    super(message);
  }
}
