// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Section 3.8.1 of Jakarta Messaging 3.1 clause by clause: selector, properties (see {@link
 * Evaluation#message}), outcome.
 */
class SelectorTableTest {
  @Test
  void literalsStringsAreInSingleQuotesAndADoubledQuoteIsOne() {
    check(
        """
        a = 'literal'        | a='literal'      | TRUE
        a = 'literal''s'     | a='literal''s'   | TRUE
        a = 'literal''s'     | a='literals'     | FALSE
        a = ''               | a=''             | TRUE
        a = ''               | a=' '            | FALSE
        a = ''''             | a=''''           | TRUE
        a = ''''''           | a=''''''         | TRUE
        a = 'AND'            | a='AND'          | TRUE
        a = 'x = 1 OR (y'    | a='x = 1 OR (y'  | TRUE
        a = ' blank '        | a=' blank '      | TRUE
        a = ' blank '        | a='blank'        | FALSE
        a = 'ß€😀'           | a='ß€😀'         | TRUE
        a = 'ß€😀'           | a='ß€😁'         | FALSE
        a = 'abc'            | a='abd'          | FALSE
        a = 'abc'            | a='ab'           | FALSE
        a = 'ABC'            | a='abc'          | FALSE
        a = 'x -- no remark' | a='x -- no remark' | TRUE
        'a' = 'a'            |                  | TRUE
        'a' = 'b'            |                  | FALSE
        """);
  }

  @Test
  void literalsExactNumbersAreJavaIntegersInTheRangeOfLong() {
    check(
        """
        a = 57                     | a=57 | TRUE
        a = -957                   | a=-957 | TRUE
        a = +62                    | a=62 | TRUE
        a = 0                      | a=0 | TRUE
        a = -0                     | a=0 | TRUE
        a = 57L                    | a=57 | TRUE
        a = 57l                    | a=57 | TRUE
        a = 9223372036854775807    | a=9223372036854775807L | TRUE
        a = -9223372036854775808   | a=-9223372036854775808L | TRUE
        a = - 9223372036854775808L | a=-9223372036854775808L | TRUE
        a = -9_223_372_036_854_775_808 | a=-9223372036854775808L | TRUE
        a = 9223372036854775807    | a=9223372036854775806L | FALSE
        a = 2147483648             | a=2147483648L | TRUE
        a = 0x10                   | a=16 | TRUE
        a = 0XfF                   | a=255 | TRUE
        a = 0xFFFFFFFF             | a=4294967295L | TRUE
        a = 0xFFFFFFFFFFFFFFFF     | a=-1 | TRUE
        a = 0x7fffffffffffffffL    | a=9223372036854775807L | TRUE
        a = -0x10                  | a=-16 | TRUE
        a = 0x1f                   | a=31 | TRUE
        a = 0x1d                   | a=29 | TRUE
        a = 0x1e3                  | a=483 | TRUE
        a = 0x1e+3                 | a=33 | TRUE
        a = 010                    | a=8 | TRUE
        a = 00                     | a=0 | TRUE
        a = 0777L                  | a=511 | TRUE
        a = 01777777777777777777777 | a=-1 | TRUE
        a = 0_7                    | a=7 | TRUE
        a = 0b101                  | a=5 | TRUE
        a = 0B1_0L                 | a=2 | TRUE
        a = 1_000_000              | a=1000000 | TRUE
        """);
  }

  @Test
  void literalsApproximateNumbersAreJavaFloatingPointNumbers() {
    check(
        """
        a = 7E3        | a=7000.0 | TRUE
        a = -57.9E2    | a=-5790.0 | TRUE
        a = 7.         | a=7.0 | TRUE
        a = -95.7      | a=-95.7 | TRUE
        a = +6.2       | a=6.2 | TRUE
        a = .5         | a=0.5 | TRUE
        a = -.5        | a=-0.5 | TRUE
        a = 1.5e2      | a=150.0 | TRUE
        a = 1.5E+2     | a=150.0 | TRUE
        a = 15E-1      | a=1.5 | TRUE
        a = 15E-1+1    | a=2.5 | TRUE
        a = 1f         | a=1.0 | TRUE
        a = 1F         | a=1.0 | TRUE
        a = 1d         | a=1.0 | TRUE
        a = 1.5D       | a=1.5 | TRUE
        a = 1.1f       | a=1.1f | TRUE
        a = 1.1        | a=1.1f | FALSE
        a = 1.1f       | a=1.1 | FALSE
        a = 010.5      | a=10.5 | TRUE
        a = 09.        | a=9.0 | TRUE
        a = 08e0       | a=8.0 | TRUE
        a = 1_0.2_5    | a=10.25 | TRUE
        a = 0x1p3      | a=8.0 | TRUE
        a = 0x1.8p1    | a=3.0 | TRUE
        a = 0x.8p0     | a=0.5 | TRUE
        a = 0x1.p-1f   | a=0.5 | TRUE
        a = 1.7976931348623157E308 | a=1.7976931348623157E308 | TRUE
        a = 4.9E-324   | a=4.9E-324 | TRUE
        a = 0e-999     | a=0.0 | TRUE
        a = 1e1        | a=10 | TRUE
        """);
  }

  @Test
  void literalsBooleansInAnyCase() {
    check(
        """
        a = TRUE    | a=true | TRUE
        a = true    | a=true | TRUE
        a = TrUe    | a=true | TRUE
        a = FALSE   | a=false | TRUE
        a = false   | a=true | FALSE
        a <> FALSE  | a=true | TRUE
        TRUE        | | TRUE
        FALSE       | | FALSE
        TRUE = TRUE | | TRUE
        """);
  }

  @Test
  void identifiersAreJavaIdentifiersAndCaseSensitive() {
    check(
        """
        _a = 1            | _a=1 | TRUE
        $a = 1            | $a=1 | TRUE
        a1$_ = 1          | a1$_=1 | TRUE
        größe = 1         | größe=1 | TRUE
        名前 = 'x'         | 名前='x' | TRUE
        Color = 'red'     | color='red' | UNKNOWN
        color = 'red'     | color='red' Color='blue' | TRUE
        android = 1       | android=1 | TRUE
        ORder = 1         | ORder=1 | TRUE
        nullable = 1      | nullable=1 | TRUE
        isTrue = 1        | isTrue=1 | TRUE
        inBox = 1         | inBox=1 | TRUE
        ıs = 1            | ıs=1 | TRUE
        eſcape = 1        | eſcape=1 | TRUE
        JMS_Vendor = 1    | JMS_Vendor=1 | TRUE
        JMSXGroupID = 'g' | JMSXGroupID='g' | TRUE
        JMSXGroupSeq = 2  | JMSXGroupSeq=2 | TRUE
        JMSXProducerTXID = 't' | | UNKNOWN
        jmsDestination = 1 | jmsDestination=1 | TRUE
        """);
  }

  @Test
  void reservedWordsInAnyCase() {
    check(
        """
        not a = 1                     | a=2 | TRUE
        a = 1 and b = 2               | a=1 b=2 | TRUE
        a = 1 Or b = 2                | a=0 b=2 | TRUE
        a between 1 And 2             | a=1 | TRUE
        a Like 'x%'                   | a='xy' | TRUE
        a lIKE 'x!%' escapE '!'       | a='x%' | TRUE
        a in ('x')                    | a='x' | TRUE
        a is null                     | | TRUE
        a Is Not Null                 | | FALSE
        """);
  }

  @Test
  void propertiesAreNotConverted() {
    check(
        """
        NumberOfOrders > 1   | NumberOfOrders='2' | FALSE
        NumberOfOrders = 2   | NumberOfOrders='2' | FALSE
        NumberOfOrders <> 2  | NumberOfOrders='2' | FALSE
        NumberOfOrders = '2' | NumberOfOrders=2 | FALSE
        a = TRUE             | a='true' | FALSE
        a = 'true'           | a=true | FALSE
        a = 1                | a=true | FALSE
        a                    | a='true' | FALSE
        a                    | a=1 | FALSE
        """);
  }

  @Test
  void whiteSpaceIsSpaceTabFormFeedAndLineEnds() {
    check(
        """
        a\\t=\\f1\\r\\nAND\\nb\\r=2   | a=1 b=2 | TRUE
        a=1 AND(b=2)OR(c=3)   | a=1 b=0 c=3 | TRUE
        (a=1)AND(NOT(b=2))    | a=1 b=0 | TRUE
        a IN('x','y')         | a='y' | TRUE
        a='x'AND b='y'        | a='x' b='y' | TRUE
        """);
  }

  @Test
  void comparisonOfNumbersWhateverTheirTypes() {
    check(
        """
        a = 1      | a=1 | TRUE
        a = 1      | a=1L | TRUE
        a = 1      | a=1.0 | TRUE
        a = 1.0    | a=1 | TRUE
        a = 1      | a=1.0f | TRUE
        1 = 1.0    | | TRUE
        a <> 1     | a=2 | TRUE
        a <> 1     | a=1.0 | FALSE
        a > 1      | a=2 | TRUE
        a > 1      | a=1 | FALSE
        a > 1      | a=1.5 | TRUE
        a >= 1     | a=1 | TRUE
        a >= 1     | a=0.9 | FALSE
        a < 1      | a=0 | TRUE
        a < 1.5    | a=1 | TRUE
        a <= 1     | a=1 | TRUE
        a <= 1     | a=2 | FALSE
        1 < a      | a=2 | TRUE
        a = b      | a=1 b=1.0 | TRUE
        a < b      | a=1 b=2L | TRUE
        0.0 = -0.0 | | TRUE
        a = 0      | a=-0.0 | TRUE
        """);
  }

  @Test
  void comparisonLosesNoDigitBeyondTwoTo53() {
    check(
        """
        a = 9007199254740993.0     | a=9007199254740993L | FALSE
        a > 9007199254740992.0     | a=9007199254740993L | TRUE
        a = 9007199254740992.0     | a=9007199254740992L | TRUE
        a = b                      | a=9007199254740993L b=9007199254740992.0 | FALSE
        a > b                      | a=9007199254740993L b=9007199254740992.0 | TRUE
        b < a                      | a=9007199254740993L b=9007199254740992.0 | TRUE
        a = 9.223372036854775807E18 | a=9223372036854775807L | FALSE
        a < 9.223372036854775807E18 | a=9223372036854775807L | TRUE
        a = -9.223372036854775808E18 | a=-9223372036854775808L | TRUE
        a < 1E300                  | a=9223372036854775807L | TRUE
        a > -1E300                 | a=-9223372036854775808L | TRUE
        a = 16777217               | a=16777216.0f | FALSE
        """);
  }

  @Test
  void comparisonWithNotANumberIsJavas() {
    check(
        """
        a = a    | a=NaN | FALSE
        a <> a   | a=NaN | TRUE
        a > 1    | a=NaN | FALSE
        a <= 1   | a=NaN | FALSE
        a <> 1   | a=NaN | TRUE
        1 <> a   | a=NaN | TRUE
        1 > a    | a=NaN | FALSE
        a > 1    | a=Infinity | TRUE
        9223372036854775807 < a | a=Infinity | TRUE
        """);
  }

  @Test
  void comparisonOfUnlikeTypesIsFalse() {
    check(
        """
        a = 1       | a='1' | FALSE
        a <> 1      | a='1' | FALSE
        a = 'x'     | a=1 | FALSE
        a <> 'x'    | a=1 | FALSE
        a = TRUE    | a=1 | FALSE
        a <> TRUE   | a='x' | FALSE
        a > 1       | a='2' | FALSE
        a > 1       | a=true | FALSE
        a < b       | a='a' b='b' | FALSE
        a >= b      | a='a' b='a' | FALSE
        a < b       | a=false b=true | FALSE
        a = b       | a='a' b=1 | FALSE
        'a' = 1     | | FALSE
        'a' <> 1    | | FALSE
        TRUE = 1    | | FALSE
        TRUE <> 'a' | | FALSE
        a = 1       | a=other | FALSE
        a = a       | a=other | FALSE
        a <> b      | a=other b=other | FALSE
        NOT a = 1   | a='1' | TRUE
        """);
  }

  @Test
  void comparisonOfStringsAndBooleans() {
    check(
        """
        a <> 'x'          | a='y' | TRUE
        a <> 'x'          | a='x' | FALSE
        a = b             | a='x' b='x' | TRUE
        a <> b            | a='x' b='y' | TRUE
        a = b             | a=true b=true | TRUE
        a <> b            | a=true b=false | TRUE
        (a > 1) = TRUE    | a=2 | TRUE
        (a > 1) = (b > 1) | a=2 b=2 | TRUE
        (a > 1) <> (b > 1) | a=2 b=1 | TRUE
        (a > 1) = b       | a=2 b=true | TRUE
        (a > 1) = b       | a=2 b=1 | FALSE
        (a > 1) = TRUE    | | UNKNOWN
        a > 1 = TRUE      | a=2 | TRUE
        a = b = c         | a=1 b=1 c=true | TRUE
        (a IS NULL) = TRUE | | TRUE
        (a LIKE 'x%') = b | a='xy' b=true | TRUE
        """);
  }

  @Test
  void booleanPropertyAloneIsACondition() {
    check(
        """
        a          | a=true | TRUE
        a          | a=false | FALSE
        a          | | UNKNOWN
        NOT a      | a=false | TRUE
        NOT a      | | UNKNOWN
        a AND b    | a=true b=true | TRUE
        a OR b     | a=false b=true | TRUE
        (a)        | a=true | TRUE
        ((NOT(a))) | a=false | TRUE
        """);
  }

  @Test
  void precedenceOfArithmetic() {
    check(
        """
        a + 2 * 3 = 7     | a=1 | TRUE
        (a + 2) * 3 = 9   | a=1 | TRUE
        10 - 2 - 3 = 5    | | TRUE
        10 - (2 - 3) = 11 | | TRUE
        100 / 10 / 5 = 2  | | TRUE
        100 / (10 / 5) = 50 | | TRUE
        2 * 3 / 4 = 1     | | TRUE
        2 + 3 > 4 - 1     | | TRUE
        - a + b = 1       | a=1 b=2 | TRUE
        -a * b = -2       | a=1 b=2 | TRUE
        -(a + b) = -3     | a=1 b=2 | TRUE
        a - -1 = 2        | a=1 | TRUE
        a--1 = 2          | a=1 | TRUE
        a - - -1 = 0      | a=1 | TRUE
        + a = 1           | a=1 | TRUE
        -+-a = 1          | a=1 | TRUE
        a -1 = 0          | a=1 | TRUE
        a-1 = 0           | a=1 | TRUE
        """);
  }

  @Test
  void arithmeticIsJavas() {
    check(
        """
        7 / 2 = 3        | | TRUE
        -7 / 2 = -3      | | TRUE
        7.0 / 2 = 3.5    | | TRUE
        7 / 2.0 = 3.5    | | TRUE
        a / 2 = 3        | a=7 | TRUE
        a / 2 = 3.5      | a=7.0 | TRUE
        a * 1.5 = 4.5    | a=3 | TRUE
        0.1 + 0.2 = 0.3  | | FALSE
        a + b = 3000000000 | a=2147483647 b=852516353 | TRUE
        a * b > 0        | a=2147483647 b=2147483647 | TRUE
        1E308 * 10 > 1E308 | | TRUE
        a + 1 = 2        | a='1' | FALSE
        a + 1 <> 2       | a='1' | FALSE
        a + 1 = 2        | a=true | FALSE
        -a = 1           | a='1' | FALSE
        +a = 'x'         | a='x' | FALSE
        """);
  }

  @Test
  void arithmeticWithoutAResultIsUnknown() {
    check(
        """
        a / 0 = 1        | a=1 | UNKNOWN
        a / 0 <> 1       | a=1 | UNKNOWN
        a / b = 1        | a=1 b=0 | UNKNOWN
        a / b > 0        | a=1 b=0.0 | UNKNOWN
        a / b > 0        | a=1.5 b=0 | UNKNOWN
        a / 0.0 > 0      | a=1 | UNKNOWN
        a / -0.0 < 0     | a=1 | UNKNOWN
        1 / 0 = 1        | | UNKNOWN
        1 / 0 = 1 / 0    | | UNKNOWN
        a + 1 > 0        | a=9223372036854775807L | UNKNOWN
        a - 1 < 0        | a=-9223372036854775808L | UNKNOWN
        a * 2 > 0        | a=4611686018427387904L | UNKNOWN
        a * -1 > 0       | a=-9223372036854775808L | UNKNOWN
        a / -1 > 0       | a=-9223372036854775808L | UNKNOWN
        -a > 0           | a=-9223372036854775808L | UNKNOWN
        - -9223372036854775808 > 0 | | UNKNOWN
        a * 2 < 0        | a=-4611686018427387904L | TRUE
        a + 1 > 0        | | UNKNOWN
        a + b > 0        | a='x' | UNKNOWN
        a / 0 = 1        | a='x' | FALSE
        a / 0 = 1 OR b = 1 | a=1 b=1 | TRUE
        a / 0 = 1 AND b = 1 | a=1 b=2 | FALSE
        """);
  }

  @Test
  void between() {
    check(
        """
        age BETWEEN 15 AND 19     | age=15 | TRUE
        age BETWEEN 15 AND 19     | age=19 | TRUE
        age BETWEEN 15 AND 19     | age=14 | FALSE
        age BETWEEN 15 AND 19     | age=20 | FALSE
        age BETWEEN 15 AND 19     | age=17.5 | TRUE
        age NOT BETWEEN 15 AND 19 | age=14 | TRUE
        age NOT BETWEEN 15 AND 19 | age=20 | TRUE
        age NOT BETWEEN 15 AND 19 | age=15 | FALSE
        age BETWEEN 19 AND 15     | age=17 | FALSE
        age NOT BETWEEN 19 AND 15 | age=17 | TRUE
        age BETWEEN 15 AND 19     | | UNKNOWN
        age NOT BETWEEN 15 AND 19 | | UNKNOWN
        age BETWEEN a AND 19      | age=20 | FALSE
        age BETWEEN a AND 19      | age=18 | UNKNOWN
        age NOT BETWEEN a AND 19  | age=20 | TRUE
        age BETWEEN a AND b       | age=2 a=1 b=3 | TRUE
        age + 1 BETWEEN a * 2 AND -b | age=2 a=1 b=-3 | TRUE
        5 BETWEEN a AND b         | a=1 b=9 | TRUE
        age BETWEEN 15 AND 19 AND x = 1 | age=16 x=1 | TRUE
        age BETWEEN 15 AND 19     | age='17' | FALSE
        x = 1 AND age NOT BETWEEN 15 AND 19 OR y = 1 | x=1 age=1 | TRUE
        """);
  }

  @Test
  void in() {
    check(
        """
        Country IN ('UK', 'US', 'France')     | Country='UK' | TRUE
        Country IN ('UK', 'US', 'France')     | Country='France' | TRUE
        Country IN ('UK', 'US', 'France')     | Country='Peru' | FALSE
        Country IN ('UK', 'US', 'France')     | Country='uk' | FALSE
        Country IN ('UK', 'US', 'France')     | Country='U' | FALSE
        Country IN ('UK', 'US', 'France')     | Country='' | FALSE
        Country NOT IN ('UK', 'US', 'France') | Country='UK' | FALSE
        Country NOT IN ('UK', 'US', 'France') | Country='Peru' | TRUE
        Country IN ('UK')                     | | UNKNOWN
        Country NOT IN ('UK')                 | | UNKNOWN
        a IN ('x', 'x')                       | a='x' | TRUE
        a IN ('')                             | a='' | TRUE
        a IN ('it''s')                        | a='it''s' | TRUE
        a IN ('ä', 'ö')                       | a='ö' | TRUE
        a IN ('1')                            | a=1 | FALSE
        a NOT IN ('1')                        | a=1 | TRUE
        (a) IN ('x')                          | a='x' | TRUE
        """);
  }

  @Test
  void like() {
    check(
        """
        phone LIKE '12%3'     | phone='123' | TRUE
        phone LIKE '12%3'     | phone='12993' | TRUE
        phone LIKE '12%3'     | phone='1234' | FALSE
        phone NOT LIKE '12%3' | phone='123' | FALSE
        phone NOT LIKE '12%3' | phone='1234' | TRUE
        word LIKE 'l_se'      | word='lose' | TRUE
        word LIKE 'l_se'      | word='loose' | FALSE
        word LIKE 'l_se'      | word='lse' | FALSE
        a LIKE 'x'            | a='x' | TRUE
        a LIKE 'x'            | a='X' | FALSE
        a LIKE ''             | a='' | TRUE
        a LIKE ''             | a='x' | FALSE
        a LIKE '%'            | a='' | TRUE
        a LIKE '%'            | a='anything' | TRUE
        a LIKE '%%'           | a='' | TRUE
        a LIKE '_'            | a='x' | TRUE
        a LIKE '_'            | a='' | FALSE
        a LIKE '_'            | a='xy' | FALSE
        a LIKE '_%'           | a='' | FALSE
        a LIKE '_%'           | a='x' | TRUE
        a LIKE '%_'           | a='x' | TRUE
        a LIKE '%_%_%'        | a='x' | FALSE
        a LIKE '%_%_%'        | a='xy' | TRUE
        a LIKE 'x%'           | a='xyz' | TRUE
        a LIKE '%z'           | a='xyz' | TRUE
        a LIKE '%y%'          | a='xyz' | TRUE
        a LIKE '%y%'          | a='xz' | FALSE
        a LIKE 'a%a'          | a='a' | FALSE
        a LIKE 'a%a'          | a='aa' | TRUE
        a LIKE '%ab%ab%'      | a='abxab' | TRUE
        a LIKE '%ab%ab%'      | a='abab' | TRUE
        a LIKE '%ab%ab%'      | a='aab' | FALSE
        a LIKE '%aab%'        | a='aaab' | TRUE
        a LIKE '%a_c%'        | a='aabcc' | TRUE
        a LIKE '%a_c'         | a='abcabc' | TRUE
        a LIKE '_b%_d'        | a='abcd' | TRUE
        """);
  }

  @Test
  void likeTakesAllOtherCharactersAsTheyAre() {
    check(
        """
        a LIKE '_'            | a='😀' | TRUE
        a LIKE '__'           | a='😀' | FALSE
        a LIKE '%_ß'          | a='€ß' | TRUE
        a LIKE '%ß_'          | a='aß€' | TRUE
        a LIKE '%😀%'         | a='a😀b' | TRUE
        a LIKE '%😁%'         | a='a😀b' | FALSE
        a LIKE 'a%b'          | a='a\\nb' | TRUE
        a LIKE 'a_b'          | a='a\\nb' | TRUE
        a LIKE 'a.b'          | a='axb' | FALSE
        a LIKE 'a.b'          | a='a.b' | TRUE
        a LIKE 'a*'           | a='aaa' | FALSE
        a LIKE 'a*'           | a='a*' | TRUE
        a LIKE '(['           | a='([' | TRUE
        a LIKE '[a]\\d^$'     | a='[a]\\d^$' | TRUE
        a LIKE 'x%'           | | UNKNOWN
        a NOT LIKE 'x%'       | | UNKNOWN
        a LIKE '%'            | | UNKNOWN
        a LIKE '1%'           | a=12 | FALSE
        a NOT LIKE '1%'       | a=12 | TRUE
        (a) LIKE 'x'          | a='x' | TRUE
        """);
  }

  @Test
  void likeWithEscape() {
    check(
        """
        underscored LIKE '\\_%' ESCAPE '\\' | underscored='_foo' | TRUE
        underscored LIKE '\\_%' ESCAPE '\\' | underscored='bar' | FALSE
        a LIKE '100!%' ESCAPE '!'  | a='100%' | TRUE
        a LIKE '100!%' ESCAPE '!'  | a='1000' | FALSE
        a LIKE '%!%%' ESCAPE '!'   | a='5%off' | TRUE
        a LIKE '%!%%' ESCAPE '!'   | a='5off' | FALSE
        a LIKE 'a!!b' ESCAPE '!'   | a='a!b' | TRUE
        a LIKE 'a!bc' ESCAPE '!'   | a='abc' | TRUE
        a LIKE 'a%%b' ESCAPE '%'   | a='a%b' | TRUE
        a LIKE 'a%%b' ESCAPE '%'   | a='axb' | FALSE
        a LIKE 'a__b' ESCAPE '_'   | a='a_b' | TRUE
        a LIKE 'a''_b' ESCAPE '''' | a='a_b' | TRUE
        a LIKE 'a😀_b' ESCAPE '😀' | a='a_b' | TRUE
        a LIKE '_!_' ESCAPE '!'    | a='x_' | TRUE
        a NOT LIKE '!_%' ESCAPE '!' | a='x' | TRUE
        a LIKE 'x' ESCAPE '!'      | a='x' | TRUE
        """);
  }

  @Test
  void nullTests() {
    check(
        """
        a IS NULL             | | TRUE
        a IS NULL             | a=null | TRUE
        a IS NULL             | a='' | FALSE
        a IS NULL             | a=0 | FALSE
        a IS NOT NULL         | a=1 | TRUE
        a IS NOT NULL         | a=false | TRUE
        a IS NOT NULL         | a=other | TRUE
        a IS NOT NULL         | | FALSE
        NOT a IS NULL         | a=1 | TRUE
        (a) IS NULL           | | TRUE
        JMSType IS NULL       | | TRUE
        a IS NULL AND b IS NOT NULL | b=1 | TRUE
        """);
  }

  @Test
  void nullInComparisonsIsUnknown() {
    check(
        """
        a = 1         | | UNKNOWN
        a <> 1        | | UNKNOWN
        a > 1         | | UNKNOWN
        a = a         | | UNKNOWN
        a = b         | a=1 | UNKNOWN
        a = 'x'       | | UNKNOWN
        a <> 'x'      | | UNKNOWN
        a = TRUE      | | UNKNOWN
        NOT a         | | UNKNOWN
        NOT (a <> 'x') | | UNKNOWN
        -a = 1        | | UNKNOWN
        a * 0 = 0     | | UNKNOWN
        """);
  }

  @Test
  void threeValuedAnd() {
    check(
        """
        t AND t | t=true f=false | TRUE
        t AND f | t=true f=false | FALSE
        t AND u | t=true f=false | UNKNOWN
        f AND t | t=true f=false | FALSE
        f AND f | t=true f=false | FALSE
        f AND u | t=true f=false | FALSE
        u AND t | t=true f=false | UNKNOWN
        u AND f | t=true f=false | FALSE
        u AND u | t=true f=false | UNKNOWN
        """);
  }

  @Test
  void threeValuedOr() {
    check(
        """
        t OR t | t=true f=false | TRUE
        t OR f | t=true f=false | TRUE
        t OR u | t=true f=false | TRUE
        f OR t | t=true f=false | TRUE
        f OR f | t=true f=false | FALSE
        f OR u | t=true f=false | UNKNOWN
        u OR t | t=true f=false | TRUE
        u OR f | t=true f=false | UNKNOWN
        u OR u | t=true f=false | UNKNOWN
        """);
  }

  @Test
  void threeValuedNot() {
    check(
        """
        NOT t     | t=true f=false | FALSE
        NOT f     | t=true f=false | TRUE
        NOT u     | t=true f=false | UNKNOWN
        NOT NOT t | t=true f=false | TRUE
        NOT NOT u | t=true f=false | UNKNOWN
        """);
  }

  @Test
  void precedenceOfLogic() {
    check(
        """
        t OR t AND f      | t=true f=false | TRUE
        (t OR t) AND f    | t=true f=false | FALSE
        f AND t OR t      | t=true f=false | TRUE
        f AND (t OR t)    | t=true f=false | FALSE
        NOT f AND f       | t=true f=false | FALSE
        NOT (f AND f)     | t=true f=false | TRUE
        NOT f OR t        | t=true f=false | TRUE
        NOT t OR t        | t=true f=false | TRUE
        NOT a = 1         | a=2 | TRUE
        NOT a = 1 AND b = 2 | a=2 b=2 | TRUE
        NOT a > 1 OR b = 2 | a=2 b=2 | TRUE
        a = 1 OR b = 2 AND c = 3 | a=1 b=0 c=0 | TRUE
        NOT a LIKE 'x%'   | a='y' | TRUE
        NOT a IN ('x')    | a='y' | TRUE
        NOT a BETWEEN 1 AND 2 | a=3 | TRUE
        """);
  }

  @Test
  void constantsAreTheSameWhereverTheyStand() {
    check(
        """
        1 = 1                   | | TRUE
        1 > 2                   | | FALSE
        TRUE AND a = 1          | a=1 | TRUE
        FALSE AND a = 1         | a=1 | FALSE
        FALSE OR a = 1          | a=1 | TRUE
        TRUE OR a = 1           | | TRUE
        1 / 0 = 1 AND a = 1     | a=1 | UNKNOWN
        1 / 0 = 1 AND a = 1     | a=2 | FALSE
        1 / 0 = 1 OR a = 1      | a=1 | TRUE
        NOT (1 / 0 = 1)         | | UNKNOWN
        NOT FALSE AND NOT FALSE | | TRUE
        (TRUE AND a) = 5        | a=5 | FALSE
        (TRUE AND a) = TRUE     | a=true | TRUE
        (FALSE OR a) = 'x'      | a='x' | FALSE
        (a AND (b AND c)) OR d  | a=true b=true c=true | TRUE
        a = 2 * 3 + 1           | a=7 | TRUE
        a = -(3)                | a=-3 | TRUE
        """);
  }

  @Test
  void headerFields() {
    check(
        """
        JMSDeliveryMode = 'PERSISTENT'       | JMSDeliveryMode='PERSISTENT' | TRUE
        JMSDeliveryMode <> 'NON_PERSISTENT'  | JMSDeliveryMode='PERSISTENT' | TRUE
        JMSDeliveryMode LIKE 'NON%'          | JMSDeliveryMode='NON_PERSISTENT' | TRUE
        JMSDeliveryMode IN ('PERSISTENT')    | JMSDeliveryMode='PERSISTENT' | TRUE
        JMSPriority >= 5                     | JMSPriority=6 | TRUE
        JMSPriority BETWEEN 3 AND 5          | JMSPriority=4 | TRUE
        JMSMessageID = 'ID:x'                | JMSMessageID='ID:x' | TRUE
        JMSMessageID IS NULL                 | | TRUE
        JMSTimestamp > 1700000000000         | JMSTimestamp=1700000000001L | TRUE
        JMSTimestamp + 1000 > 5              | JMSTimestamp=0 | TRUE
        JMSCorrelationID LIKE 'c%'           | JMSCorrelationID='c1' | TRUE
        JMSCorrelationID = 'c'               | | UNKNOWN
        JMSType = 'car' AND color = 'blue' AND weight > 2500 | JMSType='car' color='blue' weight=3000 | TRUE
        JMSXDeliveryCount > 1                | JMSXDeliveryCount=2 | TRUE
        """);
  }

  private static void check(String table) {
    List<String> wrong = new ArrayList<>();
    List<String> rows = table.lines().toList();
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      assertThat(cells).as(row).hasSize(3);
      String selector = unescaped(cells[0].strip());
      try {
        String outcome = Evaluation.outcome(selector, Evaluation.message(cells[1]));
        if (!outcome.equals(cells[2].strip())) {
          wrong.add(row + "   but it is " + outcome);
        }
      } catch (SelectorException e) {
        wrong.add(row + "   but: " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\f", "\f").replace("\\t", "\t");
  }
}
