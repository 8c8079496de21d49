// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is no selector, and what its author is told: selector, error text. */
class SelectorErrorTest {
  @Test
  void strings() {
    check(
        """
        a = 'x | character 5: the string that begins here has no closing quote '
        a = 'x'' | character 5: the string that begins here has no closing quote '
        a = "x" | character 5: a string is enclosed in single quotes, and a name in none; found "
        a = 'x' 'y' | character 9: expected an operator or the end of the selector, found the string 'y'
        'x' | character 1: expected a condition, found a string
        """);
  }

  @Test
  void numbers() {
    check(
        """
        a = 9223372036854775808 | character 5: the number 9223372036854775808 is outside the range of a long
        a = -9223372036854775809 | character 6: the number 9223372036854775809 is outside the range of a long
        a = -(9223372036854775808) | character 7: the number 9223372036854775808 is outside the range of a long
        a = 0x10000000000000000 | character 5: the number 0x10000000000000000 is outside the range of a long
        a = 1E309 | character 5: the number 1E309 is outside the range of a double
        a = 1E-400 | character 5: the number 1E-400 is outside the range of a double
        a = 1E39f | character 5: the number 1E39f is outside the range of a float
        a = 08 | character 5: expected a number, found 08
        a = 0x | character 5: expected a number, found 0x
        a = 0xG | character 5: expected a number, found 0xG
        a = 0b2 | character 5: expected a number, found 0b2
        a = 0x1.5 | character 5: expected a number, found 0x1.5
        a = 1_ | character 5: expected a number, found 1_
        a = 1._5 | character 5: expected a number, found 1._5
        a = 1.2.3 | character 5: expected a number, found 1.2.3
        a = 1e | character 5: expected a number, found 1e
        a = 1e+ | character 5: expected a number, found 1e+
        a = 1Lf | character 5: expected a number, found 1Lf
        a = 1x | character 5: expected a number, found 1x
        a=1AND b=2 | character 3: expected a number, found 1AND
        1 | character 1: expected a condition, found a number
        1 + 5 | character 1: expected a condition, found a number
        a + 5 | character 1: expected a condition, found a number
        -a | character 1: expected a condition, found a number
        a = . | character 5: no word begins with the character '.' (U+002E)
        """);
  }

  @Test
  void charactersThatNoWordHas() {
    check(
        """
        a # 1 | character 3: no word begins with the character '#' (U+0023)
        a = 1; | character 6: no word begins with the character ';' (U+003B)
        a % 2 = 0 | character 3: no word begins with the character '%' (U+0025)
        a != 1 | character 3: != is not an operator of selectors; write <>
        !a | character 1: no word begins with the character '!' (U+0021)
        a = {d '1'} | character 5: no word begins with the character '{' (U+007B)
        a = 😀 | character 5: no word begins with the character '😀' (U+1F600)
        prop.name = 1 | character 5: no word begins with the character '.' (U+002E)
        """);
    check("a\u00A0= 1 | character 2: no word begins with the character (U+00A0)");
    check("a \013 = 1 | character 3: no word begins with the character (U+000B)");
    check("a \u2003 = 1 | character 3: no word begins with the character (U+2003)");
  }

  @Test
  void reservedWordsAreNoNames() {
    check(
        """
        NULL = 0 | character 1: expected a name, a literal or (, found the word NULL
        null = 0 | character 1: expected a name, a literal or (, found the word NULL
        a = NULL | character 5: expected a name, a literal or (, found the word NULL
        AND = 1 | character 1: expected a name, a literal or (, found the word AND
        a = or | character 5: expected a name, a literal or (, found the word OR
        between = 1 | character 1: expected a name, a literal or (, found the word BETWEEN
        Like = 1 | character 1: expected a name, a literal or (, found the word LIKE
        in = 1 | character 1: expected a name, a literal or (, found the word IN
        is = 1 | character 1: expected a name, a literal or (, found the word IS
        escape = 1 | character 1: expected a name, a literal or (, found the word ESCAPE
        NOT = 1 | character 5: expected a name, a literal or (, found '='
        TRUE LIKE 'x' | character 1: LIKE needs a name before it, found a boolean
        """);
  }

  @Test
  void headerFieldsThatSelectorsMayNotUse() {
    String rest =
        " can't be used in a selector; of the header fields it may use JMSDeliveryMode,"
            + " JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType";
    for (String name :
        List.of(
            "JMSDestination",
            "JMSReplyTo",
            "JMSExpiration",
            "JMSRedelivered",
            "JMSDeliveryTime",
            "JMSCorrelationIDAsBytes",
            "JMSpriority",
            "JMS",
            "JMSother")) {
      check("a = 1 AND " + name + " IS NULL | character 11: " + name + rest);
    }
  }

  @Test
  void typesThatCanNotFit() {
    check(
        """
        a > 'foo' | character 5: > needs a number, found a string
        a >= 'foo' | character 6: >= needs a number, found a string
        a < 'foo' | character 5: < needs a number, found a string
        a <= 'foo' | character 6: <= needs a number, found a string
        'foo' > TRUE | character 1: > needs a number, found a string
        1 > TRUE | character 5: > needs a number, found a boolean
        1 < 2 < 3 | character 1: < needs a number, found a condition
        a > (b = c) | character 5: > needs a number, found a condition
        JMSType > 1 | character 1: > needs a number, found JMSType, which is a string
        a BETWEEN 'a' AND 'b' | character 11: BETWEEN needs a number, found a string
        a BETWEEN 1 AND 'b' | character 17: BETWEEN needs a number, found a string
        'a' BETWEEN 1 AND 2 | character 1: BETWEEN needs a number, found a string
        a NOT BETWEEN TRUE AND 2 | character 15: BETWEEN needs a number, found a boolean
        a + 'x' = 1 | character 5: + needs a number, found a string
        'x' * a = 1 | character 1: * needs a number, found a string
        a - TRUE = 1 | character 5: - needs a number, found a boolean
        a / (b AND c) = 1 | character 5: / needs a number, found a condition
        -'x' = 1 | character 2: - needs a number, found a string
        +TRUE | character 2: + needs a number, found a boolean
        JMSMessageID + 1 = 2 | character 1: + needs a number, found JMSMessageID, which is a string
        3 AND 5 | character 1: expected a condition, found a number
        a AND 5 | character 7: expected a condition, found a number
        a OR 'x' | character 6: expected a condition, found a string
        a + 1 OR b | character 1: expected a condition, found a number
        NOT 1 | character 5: expected a condition, found a number
        NOT (a + b) | character 5: expected a condition, found a number
        JMSPriority | character 1: expected a condition, found a number
        a AND JMSType | character 7: expected a condition, found a string
        """);
  }

  @Test
  void likeInAndIs() {
    check(
        """
        a LIKE 7 | character 8: expected a string after LIKE, found the number 7
        a LIKE b | character 8: expected a string after LIKE, found the name b
        a LIKE TRUE | character 8: expected a string after LIKE, found the word TRUE
        a LIKE | character 7: expected a string after LIKE, found the end of the selector
        a LIKE ('x') | character 8: expected a string after LIKE, found '('
        'x' LIKE 'x' | character 1: LIKE needs a name before it, found a string
        a + 1 LIKE 'x' | character 1: LIKE needs a name before it, found a calculation
        -a LIKE 'x' | character 1: LIKE needs a name before it, found a calculation
        a IN ('x') LIKE 'x' | character 1: LIKE needs a name before it, found a condition
        JMSPriority LIKE '4' | character 1: LIKE needs a string, found JMSPriority, which is a number
        a LIKE 'x' ESCAPE | character 18: expected a string of one character after ESCAPE, found the end of the selector
        a LIKE 'x' ESCAPE '' | character 19: expected one character after ESCAPE, found the string ''
        a LIKE 'x' ESCAPE 'ab' | character 19: expected one character after ESCAPE, found the string 'ab'
        a LIKE 'x' ESCAPE b | character 19: expected a string of one character after ESCAPE, found the name b
        a LIKE 'x!' ESCAPE '!' | character 8: the pattern ends with its escape character; nothing is behind it
        a = 'x' ESCAPE '!' | character 9: expected an operator or the end of the selector, found the word ESCAPE
        a IN (1, 2) | character 7: expected a string in the list of IN, found the number 1
        a NOT IN (1) | character 11: expected a string in the list of IN, found the number 1
        a IN () | character 7: expected a string in the list of IN, found ')'
        a IN ('x',) | character 11: expected a string in the list of IN, found ')'
        a IN ('x' 'y') | character 11: expected , or ) in the list of IN, found the string 'y'
        a IN ('x' | character 10: expected , or ) in the list of IN, found the end of the selector
        a IN 'x' | character 6: expected ( after IN, found the string 'x'
        a IN (b) | character 7: expected a string in the list of IN, found the name b
        1 IN ('x') | character 1: IN needs a name before it, found a number
        JMSTimestamp IN ('x') | character 1: IN needs a string, found JMSTimestamp, which is a number
        a IS | character 5: expected NULL or NOT NULL after IS, found the end of the selector
        a IS 1 | character 6: expected NULL or NOT NULL after IS, found the number 1
        a IS TRUE | character 6: expected NULL or NOT NULL after IS, found the word TRUE
        a IS NOT 'x' | character 10: expected NULL after IS NOT, found the string 'x'
        1 IS NULL | character 1: IS needs a name before it, found a number
        (a = 1) IS NULL | character 1: IS needs a name before it, found a condition
        a NOT 1 | character 7: expected BETWEEN, LIKE or IN after NOT, found the number 1
        a NOT NULL | character 7: expected BETWEEN, LIKE or IN after NOT, found the word NULL
        a NOT | character 6: expected BETWEEN, LIKE or IN after NOT, found the end of the selector
        a BETWEEN 1 | character 12: expected AND between the bounds of BETWEEN, found the end of the selector
        a BETWEEN 1 OR 2 | character 13: expected AND between the bounds of BETWEEN, found the word OR
        a BETWEEN 1, 2 | character 12: expected AND between the bounds of BETWEEN, found ','
        """);
  }

  @Test
  void structure() {
    check(
        """
         | character 1: expected a name, a literal or (, found the end of the selector
        () | character 2: expected a name, a literal or (, found ')'
        (a = 1 | character 7: expected an operator or the ) for the ( at character 1, found the end of the selector
        (a = 1 b | character 8: expected an operator or the ) for the ( at character 1, found the name b
        a = 1) | character 6: this ')' has no '(' before it
        a = | character 4: expected a name, a literal or (, found the end of the selector
        = 1 | character 1: expected a name, a literal or (, found '='
        a == 1 | character 4: expected a name, a literal or (, found '='
        a = = 1 | character 5: expected a name, a literal or (, found '='
        a => 1 | character 4: expected a name, a literal or (, found '>'
        a >< 1 | character 4: expected a name, a literal or (, found '<'
        a > > 1 | character 5: expected a name, a literal or (, found '>'
        a b | character 3: expected an operator or the end of the selector, found the name b
        a = 1 2 | character 7: expected an operator or the end of the selector, found the number 2
        a, b | character 2: expected an operator or the end of the selector, found ','
        a AND | character 6: expected a name, a literal or (, found the end of the selector
        AND a | character 1: expected a name, a literal or (, found the word AND
        a AND OR b | character 7: expected a name, a literal or (, found the word OR
        a OR | character 5: expected a name, a literal or (, found the end of the selector
        NOT | character 4: expected a name, a literal or (, found the end of the selector
        a = NOT b | character 5: expected a name, a literal or (, found the word NOT
        a + = 1 | character 5: expected a name, a literal or (, found '='
        a * * b = 1 | character 5: expected a name, a literal or (, found '*'
        a = 1 -- 'remark' | character 10: - needs a number, found a string
        a = 1 /* comment */ | character 8: expected a name, a literal or (, found '*'
        f(a) = 1 | character 2: expected an operator or the end of the selector, found '('
        """);
  }

  @Test
  void foundTextIsCut() {
    String name = "n".repeat(100);

    assertThatThrownBy(() -> parse("a = 1 " + name))
        .hasMessage(
            "character 7: expected an operator or the end of the selector, found the name "
                + "n".repeat(20)
                + "…");
  }

  @Test
  void positionCountsFromOne() {
    assertThatThrownBy(() -> parse("a >\n'x'"))
        .isInstanceOfSatisfying(
            SelectorException.class, e -> assertThat(e.position()).isEqualTo(5));
  }

  private static void check(String table) {
    List<String> wrong = new ArrayList<>();
    for (String row : table.lines().toList()) {
      int bar = row.indexOf(" | ");
      String selector = row.substring(0, bar);
      String expected = row.substring(bar + 3);
      try {
        parse(selector);
        wrong.add(selector + "   is taken for a selector");
      } catch (SelectorException e) {
        if (!expected.equals(e.getMessage())) {
          wrong.add(selector + " | " + e.getMessage());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Selector parse(String text) throws SelectorException {
    return Selector.parse(text, SelectorLimits.defaults());
  }
}
