// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectorTest {
  @Test
  void namesComeOnceAndInOrder() throws SelectorException {
    assertThat(parse("b = 1 AND (a LIKE 'x' OR b > c + a) AND NOT d").names())
        .containsExactly("b", "a", "c", "d");
    assertThat(parse("1 = 1").names()).isEmpty();
  }

  @Test
  void namesThatDecideNothingAreNotAskedFor() throws SelectorException {
    assertThat(parse("a = 1 AND (TRUE OR b = 2)").names()).containsExactly("a");
  }

  @Test
  void textIsWithoutTheWhiteSpaceAround() throws SelectorException {
    assertThat(parse(" \t\r\n\fa  =  ' x ' ").text()).isEqualTo("a  =  ' x '");
    assertThat(Selector.trimmed(" \n ")).isEmpty();
    assertThat(Selector.trimmed("\u00A0a")).isEqualTo("\u00A0a");
  }

  @Test
  void saysWhichEqualityItRequires() throws SelectorException {
    assertThat(required("color = 'blue'")).isEqualTo("color=blue String");
    assertThat(required("'blue' = color")).isEqualTo("color=blue String");
    assertThat(required("(color) = ('blue')")).isEqualTo("color=blue String");
    assertThat(required("a > 1 AND b = 2")).isEqualTo("b=2 Long");
    assertThat(required("a > 1 AND (c LIKE 'x%' AND b = 2.5)")).isEqualTo("b=2.5 Double");
    assertThat(required("a = 1 + 2")).isEqualTo("a=3 Long");
    assertThat(required("flag")).isEqualTo("flag=true Boolean");
    assertThat(required("flag AND a > 1")).isEqualTo("flag=true Boolean");
    assertThat(required("flag = FALSE")).isEqualTo("flag=false Boolean");
    assertThat(required("a = 1 AND b = 2")).isEqualTo("a=1 Long");
    assertThat(required("JMSType = 'car' AND weight > 2500")).isEqualTo("JMSType=car String");
  }

  @Test
  void saysNothingWhereItRequiresNoEquality() throws SelectorException {
    for (String selector :
        List.of(
            "a <> 1",
            "a > 1",
            "a = b",
            "a = 1 OR b = 2",
            "NOT a = 1",
            "NOT a",
            "a = 1 / 0",
            "1 = 1",
            "a IN ('x')",
            "a IS NULL",
            "a + 1 = 2",
            "(a = 1) = TRUE")) {
      assertThat(parse(selector).requiredEquality()).as(selector).isEmpty();
    }
  }

  @Test
  void rowsAreReused() throws SelectorException {
    Selector selector = parse("a = 'x' AND b + 1 = 2 AND c IS NULL");
    SelectorRow row = selector.newRow();

    Evaluation.fill(row, selector.names(), Map.of("a", "x", "b", 1));
    assertThat(selector.matches(row)).isTrue();
    Evaluation.fill(row, selector.names(), Map.of("a", "x", "b", 1, "c", 1));
    assertThat(selector.matches(row)).isFalse();
    Evaluation.fill(row, selector.names(), Map.of("a", "x"));
    assertThat(selector.matches(row)).isFalse();
    Evaluation.fill(row, selector.names(), Map.of("a", "x", "b", 1.0));
    assertThat(selector.matches(row)).isTrue();
    row.clear();
    assertThat(selector.matches(row)).isFalse();
  }

  @Test
  void longSelectorsAreRefused() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(10, 5, 5, 5);

    assertThat(Selector.parse("a = 123456", limits).names()).containsExactly("a");
    assertThatThrownBy(() -> Selector.parse("a = 1234567", limits))
        .isInstanceOf(SelectorException.class)
        .hasMessage("character 11: a selector may have 10 characters, this one has 11");
  }

  @Test
  void longListsAreRefused() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(100, 5, 2, 5);

    assertThat(Selector.parse("a IN ('x','y')", limits).names()).containsExactly("a");
    assertThatThrownBy(() -> Selector.parse("a IN ('x','y','z')", limits))
        .hasMessage("character 15: a list of IN may have 2 strings");
  }

  @Test
  void longPatternsAreRefused() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(100, 5, 2, 3);

    assertThat(Selector.parse("a LIKE 'x%y'", limits).names()).containsExactly("a");
    assertThatThrownBy(() -> Selector.parse("a LIKE 'x%yz'", limits))
        .hasMessage("character 8: a pattern may have 3 characters, this one has 4");
  }

  @Test
  void deepNestingIsRefusedHoweverItIsWritten() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(100_000, 100, 10, 10);
    List<String> deep =
        List.of(
            "(".repeat(101) + "a" + ")".repeat(101),
            "NOT ".repeat(101) + "a",
            "a = " + "- ".repeat(101) + "b",
            "a = " + "-(".repeat(51) + "b" + ")".repeat(51),
            "a" + " + a".repeat(101) + " = 1",
            "a" + " * a".repeat(101) + " = 1",
            "a" + " = a".repeat(101),
            "a" + " = (b".repeat(101) + ")".repeat(101),
            "(".repeat(11) + "a" + " = a = a = a = a = a = a = a = a = a = a)".repeat(11));
    for (String selector : deep) {
      assertThatThrownBy(() -> Selector.parse(selector, limits))
          .as(selector)
          .hasMessageEndingWith("nested deeper than 100 levels");
    }
    assertThat(Selector.parse("(".repeat(100) + "a" + ")".repeat(100), limits).names()).hasSize(1);
    assertThat(Selector.parse("NOT ".repeat(100) + "a", limits).names()).hasSize(1);
  }

  @Test
  void theDeepestNestingFitsTheStack() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(100_000, 250, 10, 10);
    for (String selector :
        List.of(
            "(".repeat(250) + "a" + ")".repeat(250),
            "NOT ".repeat(250) + "a",
            "a = " + "- ".repeat(249) + "b",
            "a" + " + a".repeat(249) + " = 1",
            "(a OR NOT ".repeat(83) + "a" + ")".repeat(83))) {
      Selector parsed = Selector.parse(selector, limits);
      assertThat(Evaluation.matches(parsed, Map.of())).isFalse();
    }
  }

  @Test
  void longListsOfConditionsAreOneLevel() throws SelectorException {
    SelectorLimits limits = new SelectorLimits(100_000, 3, 10, 10);
    String any =
        IntStream.range(0, 3_000).mapToObj(i -> "a = " + i).collect(Collectors.joining(" OR "));
    String all = Stream.generate(() -> "a > 1").limit(3_000).collect(Collectors.joining(" AND "));

    assertThat(Evaluation.matches(Selector.parse(any, limits), Map.of("a", 2_999))).isTrue();
    assertThat(Evaluation.matches(Selector.parse(any, limits), Map.of("a", 3_000))).isFalse();
    assertThat(Evaluation.matches(Selector.parse(all, limits), Map.of("a", 2))).isTrue();
  }

  @Test
  void longInListsFindEveryItem() throws SelectorException {
    List<String> items = IntStream.range(0, 1_000).mapToObj(i -> "item" + i * 7).toList();
    String list = items.stream().map(i -> "'" + i + "'").collect(Collectors.joining(","));
    Selector selector = parse("a IN (" + list + ")");

    for (String item : items) {
      assertThat(Evaluation.matches(selector, Map.of("a", item))).as(item).isTrue();
      assertThat(Evaluation.matches(selector, Map.of("a", item + "x"))).isFalse();
    }
  }

  @Test
  void limitsHaveRangesAndDefaults() {
    assertThat(SelectorLimits.defaults()).isEqualTo(new SelectorLimits(16_384, 100, 1_000, 1_024));
    assertThatThrownBy(() -> new SelectorLimits(0, 1, 1, 1))
        .hasMessage("charactersMax: expected 1 to 1048576, got 0");
    assertThatThrownBy(() -> new SelectorLimits(1, 251, 1, 1))
        .hasMessage("depthMax: expected 1 to 250, got 251");
  }

  private static String required(String selector) throws SelectorException {
    RequiredEquality equality = parse(selector).requiredEquality().orElseThrow();
    return equality.name()
        + "="
        + equality.value()
        + " "
        + equality.value().getClass().getSimpleName();
  }

  private static Selector parse(String text) throws SelectorException {
    return Selector.parse(text, SelectorLimits.defaults());
  }
}
