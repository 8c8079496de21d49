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
import io.rewindmq.selector.text.LikePattern;
import io.rewindmq.selector.text.TextSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an expression into conditions and operands, and gives each value its place in the row: the
 * names in order of appearance, then constants and what is calculated.
 */
final class Compiler {
  private final Map<String, Integer> names = new LinkedHashMap<>();

  /** The places behind the names: a constant, or null for what is calculated. */
  private final List<@Nullable Object> others = new ArrayList<>();

  private Compiler(Expression expression) {
    collectNames(expression);
  }

  /**
   * A condition ready for evaluation.
   *
   * @param names by their places
   * @param others what the places behind them hold at first
   */
  record Program(Condition root, List<String> names, List<@Nullable Object> others) {
    SelectorRow newRow() {
      return new SelectorRow(names.size(), others);
    }
  }

  /** Compiles a condition. */
  static Program compile(Expression expression) {
    Compiler compiler = new Compiler(expression);
    Condition root = compiler.condition(expression);
    return new Program(root, List.copyOf(compiler.names.keySet()), compiler.others);
  }

  /**
   * The value of an expression without names: a Long, Double, String or Boolean, null = unknown.
   */
  static @Nullable Object constantOf(Expression expression) {
    Compiler compiler = new Compiler(expression);
    Operand operand = compiler.operand(expression);
    SelectorRow row = new SelectorRow(0, compiler.others);
    operand.evaluate(row);
    return row.value(operand.place());
  }

  private void collectNames(Expression expression) {
    switch (expression) {
      case Literal literal -> {}
      case Name(String name) -> names.putIfAbsent(name, names.size());
      case Negated(Expression operand) -> collectNames(operand);
      case Arithmetic(var operator, Expression left, Expression right) -> {
        collectNames(left);
        collectNames(right);
      }
      case Comparison(var operator, Expression left, Expression right) -> {
        collectNames(left);
        collectNames(right);
      }
      case Like(Name name, var pattern) -> collectNames(name);
      case In(Name name, var items) -> collectNames(name);
      case IsNull(Name name) -> collectNames(name);
      case Not(Expression condition) -> collectNames(condition);
      case And(List<Expression> conditions) -> conditions.forEach(this::collectNames);
      case Or(List<Expression> conditions) -> conditions.forEach(this::collectNames);
    }
  }

  private Condition condition(Expression expression) {
    return switch (expression) {
      case Literal(@Nullable Object value) -> new Condition.Fixed(truth(value));
      case Name name -> new Condition.Flag(place(name));
      case Comparison(var operator, Expression left, Expression right) ->
          new Condition.Comparing(operator, operand(left), operand(right));
      case Like(Name name, LikePattern pattern) -> new Condition.Fitting(place(name), pattern);
      case In(Name name, List<String> items) ->
          new Condition.OneOf(place(name), new TextSet(items));
      case IsNull(Name name) -> new Condition.Missing(place(name));
      case Not(Expression condition) -> new Condition.Opposite(condition(condition));
      case And(List<Expression> conditions) -> new Condition.All(conditions(conditions));
      case Or(List<Expression> conditions) -> new Condition.Some(conditions(conditions));
      case Negated negated -> throw noCondition();
      case Arithmetic arithmetic -> throw noCondition();
    };
  }

  private List<Condition> conditions(List<Expression> expressions) {
    return expressions.stream().map(this::condition).toList();
  }

  private Operand operand(Expression expression) {
    return switch (expression) {
      case Literal(@Nullable Object value) -> new Operand.Present(newPlace(value));
      case Name name -> new Operand.Present(place(name));
      case Negated(Expression operand) -> new Operand.Opposite(operand(operand), newPlace(null));
      case Arithmetic(var operator, Expression left, Expression right) ->
          new Operand.Calculated(operator, operand(left), operand(right), newPlace(null));
      case Comparison comparison -> tested(comparison);
      case Like like -> tested(like);
      case In in -> tested(in);
      case IsNull isNull -> tested(isNull);
      case Not not -> tested(not);
      case And and -> tested(and);
      case Or or -> tested(or);
    };
  }

  private Operand tested(Expression condition) {
    return new Operand.Tested(condition(condition), newPlace(null));
  }

  private int place(Name name) {
    Integer place = names.get(name.name());
    if (place == null) {
      throw new IllegalStateException(name + " was not collected");
    }
    return place;
  }

  private int newPlace(@Nullable Object constant) {
    others.add(constant);
    return names.size() + others.size() - 1;
  }

  private static int truth(@Nullable Object value) {
    return value == null ? Condition.UNKNOWN : Condition.truth(value.equals(true));
  }

  private static IllegalStateException noCondition() {
    return new IllegalStateException("a calculation is no condition; typing let it pass");
  }
}
