// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/**
 * What operators demand of their operands, as far as it can be told without a message.
 *
 * <p>= and &lt;&gt; demand nothing: values of different types are no error, the comparison is
 * false. The other comparisons are for numbers.
 */
final class Typing {
  private Typing() {}

  /** An operand of arithmetic, of an ordering comparison or of BETWEEN. */
  static Expression number(Parsed operand, Token operator) throws SelectorException {
    return require(operand, ValueType.NUMBER, operator);
  }

  /** What AND, OR and NOT join, and the whole selector. */
  static Expression condition(Parsed operand) throws SelectorException {
    ValueType type = operand.expression().type();
    if (!type.canBe(ValueType.BOOLEAN)) {
      throw new SelectorException(operand.index(), "expected a condition, found " + type.text());
    }
    return operand.expression();
  }

  /** What stands before LIKE and IN. */
  static Expression.Name textName(Parsed operand, Token operator) throws SelectorException {
    Expression.Name name = name(operand, operator);
    require(operand, ValueType.TEXT, operator);
    return name;
  }

  /** What stands before IS, LIKE and IN. */
  static Expression.Name name(Parsed operand, Token operator) throws SelectorException {
    if (operand.expression() instanceof Expression.Name name) {
      return name;
    }
    throw new SelectorException(
        operand.index(),
        operator.kind().text()
            + " needs a name before it, found "
            + described(operand.expression()));
  }

  private static Expression require(Parsed operand, ValueType type, Token operator)
      throws SelectorException {
    Expression expression = operand.expression();
    if (!expression.type().canBe(type)) {
      throw new SelectorException(
          operand.index(),
          operator.kind().text() + " needs " + type.text() + ", found " + described(expression));
    }
    return expression;
  }

  private static String described(Expression operand) {
    return switch (operand) {
      case Expression.Literal literal -> literal.type().text();
      case Expression.Name name -> name.name() + ", which is " + name.type().text();
      case Expression.Negated negated -> "a calculation";
      case Expression.Arithmetic arithmetic -> "a calculation";
      default -> "a condition";
    };
  }
}
