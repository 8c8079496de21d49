// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.selector.Expression.And;
import io.rewindmq.selector.Expression.Comparison;
import io.rewindmq.selector.Expression.Literal;
import io.rewindmq.selector.Expression.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JMS message selector, checked and ready for evaluation.
 *
 * <pre>{@code
 * Selector selector = Selector.parse("color = 'blue' AND weight > 2500", SelectorLimits.defaults());
 * SelectorRow row = selector.newRow();
 * // for each message: the values of selector.names(), by their places in that list
 * row.clear();
 * row.setExact(1, 3000);
 * boolean matches = selector.matches(row);
 * }</pre>
 *
 * <p>Evaluation never fails and allocates nothing: what can't be calculated or compared does not
 * match. Its time is bounded by the selector's length and that of the strings it compares.
 */
@AnyThread // immutable; each thread brings its own row
public final class Selector {
  private final String text;
  private final Expression expression;
  private final Compiler.Program program;

  private Selector(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
    this.program = Compiler.compile(expression);
  }

  /**
   * Reads a selector.
   *
   * @throws SelectorException it is none, or larger than the limits allow
   */
  public static Selector parse(String text, SelectorLimits limits) throws SelectorException {
    if (text.length() > limits.charactersMax()) {
      throw new SelectorException(
          limits.charactersMax(),
          "a selector may have "
              + limits.charactersMax()
              + " characters, this one has "
              + text.length());
    }
    return new Selector(trimmed(text), Folding.fold(Parser.parse(text, limits)));
  }

  /**
   * The text by which selectors are compared: two are the same if these are. Without the white
   * space around it.
   */
  public static String trimmed(String text) {
    int from = 0;
    int end = text.length();
    while (from < end && Lexer.isWhiteSpace(text.charAt(from))) {
      from++;
    }
    while (end > from && Lexer.isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(from, end);
  }

  /** See {@link #trimmed}. */
  public String text() {
    return text;
  }

  /** The properties and header fields it looks at, each once; the index is the place in a row. */
  public List<String> names() {
    return program.names();
  }

  /** A row for one thread. */
  public SelectorRow newRow() {
    return program.newRow();
  }

  /**
   * Whether a message matches: the selector is true, not false and not unknown.
   *
   * @param row one of this selector's, with the message's values
   */
  public boolean matches(SelectorRow row) {
    return program.root().test(row) == Condition.TRUE;
  }

  /**
   * A value that a property must have, if the selector is that comparison or joins it to others by
   * AND. The first one, if there are several.
   */
  public Optional<RequiredEquality> requiredEquality() {
    List<Expression> conditions =
        expression instanceof And(List<Expression> joined) ? joined : List.of(expression);
    return conditions.stream().flatMap(c -> Optional.ofNullable(equality(c)).stream()).findFirst();
  }

  private static @Nullable RequiredEquality equality(Expression condition) {
    if (condition instanceof Name(String name)) {
      return new RequiredEquality(name, true);
    }
    if (condition instanceof Comparison(var operator, Expression left, Expression right)
        && operator == ComparisonOperator.EQUAL) {
      return left instanceof Name ? equality(left, right) : equality(right, left);
    }
    return null;
  }

  private static @Nullable RequiredEquality equality(Expression some, Expression other) {
    return some instanceof Name name && other instanceof Literal literal && literal.value() != null
        ? new RequiredEquality(name.name(), literal.value())
        : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
