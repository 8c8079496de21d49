// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.platform.thread.AnyThread;

/** A value made ready for evaluation: puts it at its place in the row. Allocates nothing. */
@AnyThread // immutable; what changes is in the row
sealed interface Operand {
  int place();

  void evaluate(SelectorRow row);

  /** A name or a constant: it is there already. */
  record Present(int place) implements Operand {
    @Override
    public void evaluate(SelectorRow row) {}
  }

  /** A condition as a boolean; null if it is unknown. */
  record Tested(Condition condition, int place) implements Operand {
    @Override
    public void evaluate(SelectorRow row) {
      int truth = condition.test(row);
      if (truth == Condition.UNKNOWN) {
        row.setNull(place);
      } else {
        row.setBoolean(place, truth == Condition.TRUE);
      }
    }
  }

  /** The unary minus; null where a long has no opposite. */
  record Opposite(Operand operand, int place) implements Operand {
    @Override
    public void evaluate(SelectorRow row) {
      operand.evaluate(row);
      int from = operand.place();
      switch (row.kind(from)) {
        case SelectorRow.NULL -> row.setNull(place);
        case SelectorRow.EXACT -> {
          if (row.exact(from) == Long.MIN_VALUE) {
            row.setNull(place);
          } else {
            row.setExact(place, -row.exact(from));
          }
        }
        case SelectorRow.APPROXIMATE -> row.setApproximate(place, -row.approximate(from));
        default -> row.setOther(place);
      }
    }
  }

  /**
   * Arithmetic in longs if both sides are exact, else in doubles. Null if a side is null, for a
   * division by zero, and if the result is no long; no number if a side is no number.
   */
  record Calculated(ArithmeticOperator operator, Operand left, Operand right, int place)
      implements Operand {
    @Override
    public void evaluate(SelectorRow row) {
      left.evaluate(row);
      right.evaluate(row);
      int a = left.place();
      int b = right.place();
      if (row.isNull(a) || row.isNull(b)) {
        row.setNull(place);
      } else if (!row.isNumber(a) || !row.isNumber(b)) {
        row.setOther(place);
      } else if (operator == ArithmeticOperator.DIVIDE && row.approximate(b) == 0) {
        row.setNull(place);
      } else if (row.kind(a) == SelectorRow.EXACT && row.kind(b) == SelectorRow.EXACT) {
        calculate(row, row.exact(a), row.exact(b));
      } else {
        row.setApproximate(place, operator.apply(row.approximate(a), row.approximate(b)));
      }
    }

    private void calculate(SelectorRow row, long a, long b) {
      long result =
          switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
          };
      boolean overflows =
          switch (operator) {
            case ADD -> ((a ^ result) & (b ^ result)) < 0;
            case SUBTRACT -> ((a ^ b) & (a ^ result)) < 0;
            case MULTIPLY -> Math.multiplyHigh(a, b) != result >> (Long.SIZE - 1);
            case DIVIDE -> a == Long.MIN_VALUE && b == -1;
          };
      if (overflows) {
        row.setNull(place);
      } else {
        row.setExact(place, result);
      }
    }
  }
}
