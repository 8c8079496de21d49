// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/** A text is no selector. The message says where, what was expected there and what was found. */
public final class SelectorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;

  SelectorException(int index, String problem) {
    super("character " + (index + 1) + ": " + problem);
    this.position = index + 1;
  }

  /** Of the character (UTF-16 unit) where the problem is, from 1. */
  public int position() {
    return position;
  }
}
