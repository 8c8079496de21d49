// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/** The four operations of arithmetic. */
enum ArithmeticOperator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE;

  /** As Java's doubles; the divisor is not zero. */
  double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }
}
