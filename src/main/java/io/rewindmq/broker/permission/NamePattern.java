// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

/**
 * Which names of destinations are meant.
 *
 * <p>Names are words between dots. A pattern is compared with the whole name, case counts:
 *
 * <ul>
 *   <li>{@code *} stands for any characters of one word, also for none: {@code orders.*} is {@code
 *       orders.eu} and not {@code orders.eu.new}; {@code orders*} is {@code orders}, {@code
 *       orders2} and not {@code orders.eu}.
 *   <li>{@code >} as the last word stands for one word or more: {@code orders.>} is {@code
 *       orders.eu} and {@code orders.eu.new}, not {@code orders}; {@code >} is every name.
 *   <li>Every other character stands for itself.
 * </ul>
 *
 * @param text as it is written
 */
public record NamePattern(String text) {
  /** As many as a name has. */
  public static final int CHARS_MAX = 1000;

  private static final char WORD_END = '.';
  private static final char ANY = '*';
  private static final char REST = '>';

  /** Every name. */
  public static final NamePattern EVERYTHING = new NamePattern(">");

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException it is empty, too long, or has a {@code >} elsewhere
   */
  public NamePattern {
    if (text.isEmpty() || text.length() > CHARS_MAX) {
      throw new IllegalArgumentException(
          "a pattern has 1 to " + CHARS_MAX + " characters, not " + text.length());
    }
    int rest = text.indexOf(REST);
    boolean isLastWord =
        rest == text.length() - 1 && (rest == 0 || text.charAt(rest - 1) == WORD_END);
    if (rest >= 0 && !isLastWord) {
      throw new IllegalArgumentException(
          "\"" + text + "\": > stands alone or at the end behind a dot, as in orders.>");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a pattern has no control characters");
    }
  }

  /** Whether the name is meant. Allocates nothing; takes the product of both lengths at most. */
  public boolean matches(String name) {
    int end = text.length();
    if (end == 1 && text.charAt(0) == REST) {
      return true; // what can be no name, too: others say what is wrong with it
    }
    int at = 0;
    int nameAt = 0;
    int anyAt = -1; // the last * of the word at hand
    int anyUpTo = 0; // what it stands for ends here
    while (nameAt < name.length()) {
      char next = at < end ? text.charAt(at) : 0;
      if (at < end && next == REST) {
        return true;
      } else if (at < end && next == ANY) {
        anyAt = at;
        anyUpTo = nameAt;
        at++;
      } else if (at < end && next == name.charAt(nameAt)) {
        if (next == WORD_END) {
          anyAt = -1;
        }
        at++;
        nameAt++;
      } else if (anyAt >= 0 && name.charAt(anyUpTo) != WORD_END) {
        anyUpTo++;
        nameAt = anyUpTo;
        at = anyAt + 1;
      } else {
        return false;
      }
    }
    while (at < end && text.charAt(at) == ANY) {
      at++;
    }
    return at == end;
  }

  @Override
  public String toString() {
    return text;
  }
}
