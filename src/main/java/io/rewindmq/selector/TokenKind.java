// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import org.jspecify.annotations.Nullable;

/** Kinds of words: those with a text of their own, and the open ones. */
enum TokenKind {
  END(""),
  NAME(""),
  STRING(""),
  NUMBER(""),
  LEFT("("),
  RIGHT(")"),
  COMMA(","),
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDE("/"),
  EQUAL("="),
  UNEQUAL("<>"),
  LESS("<"),
  LESS_EQUAL("<="),
  GREATER(">"),
  GREATER_EQUAL(">="),
  NULL("NULL"),
  TRUE("TRUE"),
  FALSE("FALSE"),
  NOT("NOT"),
  AND("AND"),
  OR("OR"),
  BETWEEN("BETWEEN"),
  LIKE("LIKE"),
  IN("IN"),
  IS("IS"),
  ESCAPE("ESCAPE");

  private static final TokenKind[] ALL = values();
  private static final int WORD_LENGTH_MAX = 7;

  private final String text;

  TokenKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** One of the reserved words. */
  boolean isWord() {
    return !text.isEmpty() && Character.isLetter(text.charAt(0));
  }

  /** The reserved word with these letters in any case, or null. */
  static @Nullable TokenKind word(String letters) {
    if (letters.length() > WORD_LENGTH_MAX) {
      return null;
    }
    for (TokenKind kind : ALL) {
      if (kind.isWord() && isSame(kind.text, letters)) {
        return kind;
      }
    }
    return null;
  }

  /** Ignores the case of A to Z only: a dotless i makes no IS. */
  private static boolean isSame(String word, String letters) {
    boolean isSame = word.length() == letters.length();
    for (int i = 0; isSame && i < word.length(); i++) {
      char letter = letters.charAt(i);
      isSame = word.charAt(i) == (letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    }
    return isSame;
  }
}
