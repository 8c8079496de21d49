// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.selector.text.LikePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selector's meaning as a tree. Immutable, and of the right types as far as they are known:
 * {@link Typing} has looked at every node. A property alone is a condition: true if it is the
 * boolean true.
 */
sealed interface Expression {
  /** What kind of value it has. */
  ValueType type();

  /**
   * A constant.
   *
   * @param value a Long, Double, String or Boolean; null = unknown, the outcome of a division by
   *     zero for example
   */
  record Literal(@Nullable Object value) implements Expression {
    @Override
    public ValueType type() {
      return switch (value) {
        case null -> ValueType.ANY;
        case String text -> ValueType.TEXT;
        case Boolean flag -> ValueType.BOOLEAN;
        default -> ValueType.NUMBER;
      };
    }
  }

  /** A property or header field. */
  record Name(String name) implements Expression {
    @Override
    public ValueType type() {
      HeaderField field = HeaderField.of(name);
      return field == null ? ValueType.ANY : field.type();
    }
  }

  /** The unary minus. */
  record Negated(Expression operand) implements Expression {
    @Override
    public ValueType type() {
      return ValueType.NUMBER;
    }
  }

  /** {@code + - * /}. */
  record Arithmetic(ArithmeticOperator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public ValueType type() {
      return ValueType.NUMBER;
    }
  }

  /** {@code = <> < <= > >=}. */
  record Comparison(ComparisonOperator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** Whether a string fits a pattern. */
  record Like(Name name, LikePattern pattern) implements Expression {
    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** Whether a string is one of some. */
  record In(Name name, List<String> items) implements Expression {
    public In {
      items = List.copyOf(items);
    }

    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** Never unknown. */
  record IsNull(Name name) implements Expression {
    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** The opposite of a condition. */
  record Not(Expression condition) implements Expression {
    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** Conditions joined by AND, at least one. */
  record And(List<Expression> conditions) implements Expression {
    public And {
      conditions = List.copyOf(conditions);
    }

    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** Conditions joined by OR, at least one. */
  record Or(List<Expression> conditions) implements Expression {
    public Or {
      conditions = List.copyOf(conditions);
    }

    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }
}
