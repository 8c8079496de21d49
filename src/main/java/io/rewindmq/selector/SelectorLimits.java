// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/**
 * How large a selector may be: it is parsed and evaluated on a thread that others wait for.
 *
 * @param charactersMax UTF-16 units of the text, 1 to 1 048 576
 * @param depthMax how deep parentheses and operators may be nested, 1 to 250; a list of conditions
 *     joined by AND or OR is one level, however long
 * @param itemsMax literals in one IN list, 1 to 100 000
 * @param patternCharactersMax characters of one LIKE pattern, 1 to 65 536; matching takes time in
 *     proportion to the value's length times a 64th of the pattern's
 */
public record SelectorLimits(
    int charactersMax, int depthMax, int itemsMax, int patternCharactersMax) {
  public SelectorLimits {
    check("charactersMax", charactersMax, 1_048_576);
    check("depthMax", depthMax, 250);
    check("itemsMax", itemsMax, 100_000);
    check("patternCharactersMax", patternCharactersMax, 65_536);
  }

  public static SelectorLimits defaults() {
    return new SelectorLimits(16_384, 100, 1_000, 1_024);
  }

  private static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + ": expected 1 to " + max + ", got " + value);
    }
  }
}
