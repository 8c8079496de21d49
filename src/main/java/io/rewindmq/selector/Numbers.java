// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/** Compares exact and approximate numbers by their values, without rounding either. */
final class Numbers {
  private static final double TWO_TO_63 = 0x1p63;

  private Numbers() {}

  static int compare(long left, long right) {
    return left < right
        ? ComparisonOperator.BEFORE
        : left == right ? ComparisonOperator.SAME : ComparisonOperator.AFTER;
  }

  static int compare(double left, double right) {
    return left < right
        ? ComparisonOperator.BEFORE
        : left == right
            ? ComparisonOperator.SAME
            : left > right ? ComparisonOperator.AFTER : ComparisonOperator.UNORDERED;
  }

  static int compare(long left, double right) {
    if (right >= TWO_TO_63) {
      return ComparisonOperator.BEFORE;
    }
    if (right < -TWO_TO_63) {
      return ComparisonOperator.AFTER;
    }
    long whole = (long) right;
    // What has a fraction is below 2^53, where whole numbers are exact doubles.
    return left == whole ? compare((double) whole, right) : nan(right, compare(left, whole));
  }

  static int compare(double left, long right) {
    int outcome = compare(right, left);
    return switch (outcome) {
      case ComparisonOperator.BEFORE -> ComparisonOperator.AFTER;
      case ComparisonOperator.AFTER -> ComparisonOperator.BEFORE;
      default -> outcome;
    };
  }

  private static int nan(double number, int outcome) {
    return Double.isNaN(number) ? ComparisonOperator.UNORDERED : outcome;
  }
}
