// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.selector.Expression.And;
import io.rewindmq.selector.Expression.Arithmetic;
import io.rewindmq.selector.Expression.Comparison;
import io.rewindmq.selector.Expression.In;
import io.rewindmq.selector.Expression.IsNull;
import io.rewindmq.selector.Expression.Like;
import io.rewindmq.selector.Expression.Literal;
import io.rewindmq.selector.Expression.Name;
import io.rewindmq.selector.Expression.Negated;
import io.rewindmq.selector.Expression.Not;
import io.rewindmq.selector.Expression.Or;
import java.util.ArrayList;
import java.util.List;

/** Calculates once and for all what no message has a say in. Changes no outcome. */
final class Folding {
  private static final Literal ALWAYS = new Literal(true);
  private static final Literal NEVER = new Literal(false);

  private Folding() {}

  static Expression fold(Expression expression) {
    return switch (expression) {
      case Literal literal -> literal;
      case Name name -> name;
      case Like like -> like;
      case In in -> in;
      case IsNull isNull -> isNull;
      case Negated(Expression operand) -> {
        Expression folded = fold(operand);
        yield constant(new Negated(folded), folded instanceof Literal);
      }
      case Arithmetic(var operator, Expression left, Expression right) -> {
        Expression a = fold(left);
        Expression b = fold(right);
        yield constant(new Arithmetic(operator, a, b), areConstant(a, b));
      }
      case Comparison(var operator, Expression left, Expression right) -> {
        Expression a = fold(left);
        Expression b = fold(right);
        yield constant(new Comparison(operator, a, b), areConstant(a, b));
      }
      case Not(Expression condition) -> {
        Expression folded = fold(condition);
        yield constant(new Not(folded), folded instanceof Literal);
      }
      case And(List<Expression> conditions) -> {
        List<Expression> rest = joined(conditions, ALWAYS, true);
        yield rest.contains(NEVER) ? NEVER : single(rest, ALWAYS, new And(rest));
      }
      case Or(List<Expression> conditions) -> {
        List<Expression> rest = joined(conditions, NEVER, false);
        yield rest.contains(ALWAYS) ? ALWAYS : single(rest, NEVER, new Or(rest));
      }
    };
  }

  private static boolean areConstant(Expression left, Expression right) {
    return left instanceof Literal && right instanceof Literal;
  }

  private static Expression constant(Expression expression, boolean isConstant) {
    return isConstant ? new Literal(Compiler.constantOf(expression)) : expression;
  }

  /** The folded conditions without those that decide nothing, and without nesting. */
  private static List<Expression> joined(
      List<Expression> conditions, Literal neutral, boolean byAnd) {
    List<Expression> rest = new ArrayList<>();
    for (Expression condition : conditions) {
      Expression folded = fold(condition);
      if (byAnd && folded instanceof And(List<Expression> inner)) {
        rest.addAll(inner);
      } else if (!byAnd && folded instanceof Or(List<Expression> inner)) {
        rest.addAll(inner);
      } else if (!folded.equals(neutral)) {
        rest.add(folded);
      }
    }
    return rest;
  }

  /** A single name stays joined: alone in a comparison it would be more than a boolean. */
  private static Expression single(List<Expression> rest, Literal neutral, Expression whole) {
    if (rest.isEmpty()) {
      return neutral;
    }
    boolean isBoolean = rest.size() == 1 && !(rest.getFirst() instanceof Name);
    return isBoolean ? rest.getFirst() : whole;
  }
}
