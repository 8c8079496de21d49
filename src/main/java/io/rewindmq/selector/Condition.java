// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.selector.text.LikePattern;
import io.rewindmq.selector.text.TextSet;
import java.util.List;

/**
 * A condition made ready for evaluation. Truth is a number, so that AND is the least, OR the
 * greatest and NOT the distance from TRUE. Allocates nothing.
 */
@AnyThread // immutable; what changes is in the row
sealed interface Condition {
  int FALSE = 0;
  int UNKNOWN = 1;
  int TRUE = 2;

  int test(SelectorRow row);

  static int truth(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  /** The same for every message. */
  record Fixed(int truth) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return truth;
    }
  }

  /** A name alone: true for the boolean true only. */
  record Flag(int place) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return switch (row.kind(place)) {
        case SelectorRow.NULL -> UNKNOWN;
        case SelectorRow.BOOLEAN -> truth(row.exact(place) != 0);
        default -> FALSE;
      };
    }
  }

  /** Values of different types compare as false; a null makes it unknown. */
  record Comparing(ComparisonOperator operator, Operand left, Operand right) implements Condition {
    @Override
    public int test(SelectorRow row) {
      left.evaluate(row);
      right.evaluate(row);
      int a = left.place();
      int b = right.place();
      byte kind = row.kind(a);
      byte otherKind = row.kind(b);
      if (kind == SelectorRow.NULL || otherKind == SelectorRow.NULL) {
        return UNKNOWN;
      }
      if (row.isNumber(a) && row.isNumber(b)) {
        return truth(operator.holds(compareNumbers(row, a, b)));
      }
      if (kind != otherKind || !operator.isEquality() || kind == SelectorRow.OTHER) {
        return FALSE;
      }
      boolean isSame =
          kind == SelectorRow.TEXT ? row.isSameText(a, b) : row.exact(a) == row.exact(b);
      return truth(isSame == (operator == ComparisonOperator.EQUAL));
    }

    private static int compareNumbers(SelectorRow row, int a, int b) {
      if (row.kind(a) == SelectorRow.EXACT) {
        return row.kind(b) == SelectorRow.EXACT
            ? Numbers.compare(row.exact(a), row.exact(b))
            : Numbers.compare(row.exact(a), row.approximate(b));
      }
      return row.kind(b) == SelectorRow.EXACT
          ? Numbers.compare(row.approximate(a), row.exact(b))
          : Numbers.compare(row.approximate(a), row.approximate(b));
    }
  }

  /** False for what is no string. */
  record Fitting(int place, LikePattern pattern) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return switch (row.kind(place)) {
        case SelectorRow.NULL -> UNKNOWN;
        case SelectorRow.TEXT ->
            truth(pattern.matches(row.text(place), row.textFrom(place), row.textEnd(place)));
        default -> FALSE;
      };
    }
  }

  /** False for what is no string. */
  record OneOf(int place, TextSet items) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return switch (row.kind(place)) {
        case SelectorRow.NULL -> UNKNOWN;
        case SelectorRow.TEXT ->
            truth(items.contains(row.text(place), row.textFrom(place), row.textEnd(place)));
        default -> FALSE;
      };
    }
  }

  /** Never unknown. */
  record Missing(int place) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return truth(row.isNull(place));
    }
  }

  /** Unknown stays unknown. */
  record Opposite(Condition condition) implements Condition {
    @Override
    public int test(SelectorRow row) {
      return TRUE - condition.test(row);
    }
  }

  /** Ends at the first that is false. */
  record All(List<Condition> conditions) implements Condition {
    @Override
    public int test(SelectorRow row) {
      int least = TRUE;
      for (int i = 0; i < conditions.size(); i++) {
        least = Math.min(least, conditions.get(i).test(row));
        if (least == FALSE) {
          return FALSE;
        }
      }
      return least;
    }
  }

  /** Ends at the first that is true. */
  record Some(List<Condition> conditions) implements Condition {
    @Override
    public int test(SelectorRow row) {
      int greatest = FALSE;
      for (int i = 0; i < conditions.size(); i++) {
        greatest = Math.max(greatest, conditions.get(i).test(row));
        if (greatest == TRUE) {
          return TRUE;
        }
      }
      return greatest;
    }
  }
}
