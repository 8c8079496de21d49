// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/**
 * One word of a selector.
 *
 * @param index where it begins, from 0
 * @param text as written; of a string literal its value
 */
record Token(TokenKind kind, int index, String text) {
  private static final int SHOWN_MAX = 40;

  /** For error texts: what was found. */
  String shown() {
    return switch (kind) {
      case END -> "the end of the selector";
      case STRING -> "the string '" + cut(text).replace("'", "''") + "'";
      case NUMBER -> "the number " + cut(text);
      case NAME -> "the name " + cut(text);
      default -> kind.isWord() ? "the word " + kind.text() : "'" + kind.text() + "'";
    };
  }

  /** At most so much as an error text should show. */
  static String cut(String text) {
    if (text.length() <= SHOWN_MAX) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX / 2)) + "…";
  }
}
