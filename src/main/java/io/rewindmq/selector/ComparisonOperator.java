// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/** The comparisons, each by the outcomes for which it holds. */
enum ComparisonOperator {
  EQUAL(ComparisonOperator.SAME),
  UNEQUAL(ComparisonOperator.BEFORE | ComparisonOperator.AFTER | ComparisonOperator.UNORDERED),
  LESS(ComparisonOperator.BEFORE),
  LESS_EQUAL(ComparisonOperator.BEFORE | ComparisonOperator.SAME),
  GREATER(ComparisonOperator.AFTER),
  GREATER_EQUAL(ComparisonOperator.AFTER | ComparisonOperator.SAME);

  static final int BEFORE = 1;
  static final int SAME = 2;
  static final int AFTER = 4;

  /** One of them is not a number. */
  static final int UNORDERED = 8;

  private final int holdsFor;

  ComparisonOperator(int holdsFor) {
    this.holdsFor = holdsFor;
  }

  boolean holds(int outcome) {
    return (holdsFor & outcome) != 0;
  }

  /** The only ones that strings and booleans have. */
  boolean isEquality() {
    return this == EQUAL || this == UNEQUAL;
  }
}
