// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.selector.text.LikePattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over a selector's words, one method for each level of precedence:
 *
 * <pre>
 * selector   := or
 * or         := and { OR and }
 * and        := not { AND not }
 * not        := NOT not | comparison
 * comparison := sum { ( = | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= ) sum
 *                   | [NOT] BETWEEN sum AND sum
 *                   | [NOT] LIKE string [ESCAPE string]
 *                   | [NOT] IN ( string { , string } )
 *                   | IS [NOT] NULL }
 * sum        := product { ( + | - ) product }
 * product    := sign { ( * | / ) sign }
 * sign       := ( + | - ) sign | primary
 * primary    := name | string | number | TRUE | FALSE | ( or )
 * </pre>
 */
final class Parser {
  private final List<Token> tokens;
  private final SelectorLimits limits;
  private int at;
  private int depth;

  private Parser(List<Token> tokens, SelectorLimits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  static Expression parse(String text, SelectorLimits limits) throws SelectorException {
    Parser parser = new Parser(Lexer.tokens(text), limits);
    Parsed parsed = parser.or();
    Token rest = parser.peek();
    if (rest.kind() == TokenKind.RIGHT) {
      throw new SelectorException(rest.index(), "this ')' has no '(' before it");
    }
    if (rest.kind() != TokenKind.END) {
      throw new SelectorException(
          rest.index(), "expected an operator or the end of the selector, found " + rest.shown());
    }
    return Typing.condition(parsed);
  }

  private Parsed or() throws SelectorException {
    Parsed part = and();
    if (peek().kind() != TokenKind.OR) {
      return part;
    }
    List<Expression> conditions = new ArrayList<>(List.of(Typing.condition(part)));
    int height = part.height();
    while (accept(TokenKind.OR)) {
      Parsed next = and();
      conditions.add(Typing.condition(next));
      height = Math.max(height, next.height());
    }
    return above(new Expression.Or(conditions), part.index(), height);
  }

  private Parsed and() throws SelectorException {
    Parsed part = not();
    if (peek().kind() != TokenKind.AND) {
      return part;
    }
    List<Expression> conditions = new ArrayList<>(List.of(Typing.condition(part)));
    int height = part.height();
    while (accept(TokenKind.AND)) {
      Parsed next = not();
      conditions.add(Typing.condition(next));
      height = Math.max(height, next.height());
    }
    return above(new Expression.And(conditions), part.index(), height);
  }

  private Parsed not() throws SelectorException {
    Token word = peek();
    if (!accept(TokenKind.NOT)) {
      return comparison();
    }
    descend();
    Parsed part = not();
    depth--;
    return above(new Expression.Not(Typing.condition(part)), word.index(), part.height());
  }

  private Parsed comparison() throws SelectorException {
    Parsed left = sum();
    while (true) {
      Token word = peek();
      ComparisonOperator operator = comparisonOperator(word.kind());
      if (operator != null) {
        left = comparison(operator, left);
      } else if (word.kind() == TokenKind.IS) {
        left = isNull(left);
      } else if (word.kind() == TokenKind.NOT) {
        at++;
        left = tested(left, true);
      } else if (isTest(word.kind())) {
        left = tested(left, false);
      } else {
        return left;
      }
    }
  }

  private Parsed comparison(ComparisonOperator operator, Parsed left) throws SelectorException {
    Token word = take();
    Parsed right = sum();
    if (!operator.isEquality()) {
      Typing.number(left, word);
      Typing.number(right, word);
    }
    return above(
        new Expression.Comparison(operator, left.expression(), right.expression()),
        left.index(),
        Math.max(left.height(), right.height()));
  }

  private Parsed isNull(Parsed left) throws SelectorException {
    Token word = take();
    boolean isNegated = accept(TokenKind.NOT);
    expect(TokenKind.NULL, isNegated ? "NULL after IS NOT" : "NULL or NOT NULL after IS");
    return test(new Expression.IsNull(Typing.name(left, word)), left, isNegated);
  }

  private static boolean isTest(TokenKind kind) {
    return kind == TokenKind.BETWEEN || kind == TokenKind.LIKE || kind == TokenKind.IN;
  }

  private Parsed tested(Parsed left, boolean isNegated) throws SelectorException {
    Token word = take();
    return switch (word.kind()) {
      case BETWEEN -> between(left, word, isNegated);
      case LIKE -> test(like(Typing.textName(left, word)), left, isNegated);
      case IN -> test(in(Typing.textName(left, word)), left, isNegated);
      default ->
          throw new SelectorException(
              word.index(), "expected BETWEEN, LIKE or IN after NOT, found " + word.shown());
    };
  }

  /** A test of a name. */
  private Parsed test(Expression test, Parsed name, boolean isNegated) throws SelectorException {
    return above(isNegated ? new Expression.Not(test) : test, name.index(), 1);
  }

  /** As the specification says: two comparisons. */
  private Parsed between(Parsed tested, Token word, boolean isNegated) throws SelectorException {
    Parsed low = sum();
    expect(TokenKind.AND, "AND between the bounds of BETWEEN");
    Parsed high = sum();
    Expression value = Typing.number(tested, word);
    Expression least = Typing.number(low, word);
    Expression most = Typing.number(high, word);
    Expression expression =
        isNegated
            ? new Expression.Or(
                List.of(
                    new Expression.Comparison(ComparisonOperator.LESS, value, least),
                    new Expression.Comparison(ComparisonOperator.GREATER, value, most)))
            : new Expression.And(
                List.of(
                    new Expression.Comparison(ComparisonOperator.GREATER_EQUAL, value, least),
                    new Expression.Comparison(ComparisonOperator.LESS_EQUAL, value, most)));
    int height = Math.max(tested.height(), Math.max(low.height(), high.height()));
    return above(expression, tested.index(), height + 1);
  }

  private Expression like(Expression.Name name) throws SelectorException {
    Token pattern = expect(TokenKind.STRING, "a string after LIKE");
    int length = pattern.text().length();
    if (length > limits.patternCharactersMax()) {
      throw new SelectorException(
          pattern.index(),
          "a pattern may have "
              + limits.patternCharactersMax()
              + " characters, this one has "
              + length);
    }
    if (!accept(TokenKind.ESCAPE)) {
      return new Expression.Like(name, LikePattern.of(pattern.text(), LikePattern.NO_ESCAPE));
    }
    Token escape = expect(TokenKind.STRING, "a string of one character after ESCAPE");
    if (escape.text().codePointCount(0, escape.text().length()) != 1) {
      throw new SelectorException(
          escape.index(), "expected one character after ESCAPE, found " + escape.shown());
    }
    try {
      return new Expression.Like(
          name, LikePattern.of(pattern.text(), escape.text().codePointAt(0)));
    } catch (IllegalArgumentException e) {
      throw new SelectorException(pattern.index(), String.valueOf(e.getMessage()));
    }
  }

  private Expression in(Expression.Name name) throws SelectorException {
    expect(TokenKind.LEFT, "( after IN");
    List<String> items = new ArrayList<>();
    do {
      Token item = expect(TokenKind.STRING, "a string in the list of IN");
      if (items.size() == limits.itemsMax()) {
        throw new SelectorException(
            item.index(), "a list of IN may have " + limits.itemsMax() + " strings");
      }
      items.add(item.text());
    } while (accept(TokenKind.COMMA));
    expect(TokenKind.RIGHT, ", or ) in the list of IN");
    return new Expression.In(name, items);
  }

  private Parsed sum() throws SelectorException {
    Parsed left = product();
    while (peek().kind() == TokenKind.PLUS || peek().kind() == TokenKind.MINUS) {
      Token word = take();
      left = arithmetic(word, left, product());
    }
    return left;
  }

  private Parsed product() throws SelectorException {
    Parsed left = sign();
    while (peek().kind() == TokenKind.TIMES || peek().kind() == TokenKind.DIVIDE) {
      Token word = take();
      left = arithmetic(word, left, sign());
    }
    return left;
  }

  private Parsed arithmetic(Token word, Parsed left, Parsed right) throws SelectorException {
    ArithmeticOperator operator =
        switch (word.kind()) {
          case PLUS -> ArithmeticOperator.ADD;
          case MINUS -> ArithmeticOperator.SUBTRACT;
          case TIMES -> ArithmeticOperator.MULTIPLY;
          default -> ArithmeticOperator.DIVIDE;
        };
    Expression expression =
        new Expression.Arithmetic(operator, Typing.number(left, word), Typing.number(right, word));
    return above(expression, left.index(), Math.max(left.height(), right.height()));
  }

  private Parsed sign() throws SelectorException {
    Token word = peek();
    if (word.kind() != TokenKind.PLUS && word.kind() != TokenKind.MINUS) {
      return primary();
    }
    at++;
    boolean isMinus = word.kind() == TokenKind.MINUS;
    Token operand = peek();
    if (isMinus && operand.kind() == TokenKind.NUMBER && NumberLiteral.isDecimal(operand)) {
      at++;
      return new Parsed(
          new Expression.Literal(NumberLiteral.value(operand, true)), word.index(), 0);
    }
    descend();
    Parsed part = sign();
    depth--;
    Expression number = Typing.number(part, word);
    Expression expression = isMinus ? new Expression.Negated(number) : plus(number);
    return above(expression, word.index(), part.height());
  }

  /** A plus before a property is an operation, too: what is no number is none with a sign. */
  private static Expression plus(Expression number) {
    return number.type() == ValueType.NUMBER
        ? number
        : new Expression.Arithmetic(ArithmeticOperator.ADD, new Expression.Literal(0L), number);
  }

  private Parsed primary() throws SelectorException {
    Token word = take();
    return switch (word.kind()) {
      case NAME -> name(word);
      case STRING -> literal(word, word.text());
      case NUMBER -> literal(word, NumberLiteral.value(word, false));
      case TRUE -> literal(word, true);
      case FALSE -> literal(word, false);
      case LEFT -> parenthesised(word);
      default ->
          throw new SelectorException(
              word.index(), "expected a name, a literal or (, found " + word.shown());
    };
  }

  private Parsed parenthesised(Token left) throws SelectorException {
    descend();
    Parsed inner = or();
    if (!accept(TokenKind.RIGHT)) {
      throw new SelectorException(
          peek().index(),
          "expected an operator or the ) for the ( at character "
              + (left.index() + 1)
              + ", found "
              + peek().shown());
    }
    depth--;
    return new Parsed(inner.expression(), left.index(), inner.height());
  }

  private static Parsed literal(Token word, Object value) {
    return new Parsed(new Expression.Literal(value), word.index(), 0);
  }

  private static Parsed name(Token word) throws SelectorException {
    if (HeaderField.isForbidden(word.text())) {
      throw new SelectorException(
          word.index(),
          Token.cut(word.text())
              + " can't be used in a selector; of the header fields it may use JMSDeliveryMode,"
              + " JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType");
    }
    return new Parsed(new Expression.Name(word.text()), word.index(), 0);
  }

  private static @Nullable ComparisonOperator comparisonOperator(TokenKind kind) {
    return switch (kind) {
      case EQUAL -> ComparisonOperator.EQUAL;
      case UNEQUAL -> ComparisonOperator.UNEQUAL;
      case LESS -> ComparisonOperator.LESS;
      case LESS_EQUAL -> ComparisonOperator.LESS_EQUAL;
      case GREATER -> ComparisonOperator.GREATER;
      case GREATER_EQUAL -> ComparisonOperator.GREATER_EQUAL;
      default -> null;
    };
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    Token token = tokens.get(at);
    if (token.kind() != TokenKind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(TokenKind kind) {
    boolean isIt = peek().kind() == kind;
    if (isIt) {
      at++;
    }
    return isIt;
  }

  private Token expect(TokenKind kind, String expected) throws SelectorException {
    Token token = take();
    if (token.kind() != kind) {
      throw new SelectorException(
          token.index(), "expected " + expected + ", found " + token.shown());
    }
    return token;
  }

  /** An operator above a part of that height: evaluating must not exhaust the stack. */
  private Parsed above(Expression expression, int index, int height) throws SelectorException {
    check(height + 1);
    return new Parsed(expression, index, height + 1);
  }

  /** Goes one level deeper: parsing must not exhaust the stack either. */
  private void descend() throws SelectorException {
    check(++depth);
  }

  private void check(int levels) throws SelectorException {
    if (levels > limits.depthMax()) {
      throw new SelectorException(
          peek().index(), "nested deeper than " + limits.depthMax() + " levels");
    }
  }
}
