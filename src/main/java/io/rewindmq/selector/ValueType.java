// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/** What is known of an expression's value before there is a message. */
enum ValueType {
  NUMBER("a number"),
  TEXT("a string"),
  BOOLEAN("a boolean"),
  /** A property: its type is only known from the message. */
  ANY("a property");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  boolean canBe(ValueType type) {
    return this == ANY || this == type;
  }

  /** With its article, for error texts. */
  String text() {
    return text;
  }
}
