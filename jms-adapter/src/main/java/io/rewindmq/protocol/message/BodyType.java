// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

/** What a message carries; with its number on the wire. */
public enum BodyType {
  NONE(0),
  TEXT(1),
  BYTES(2),
  MAP(3),
  STREAM(4),
  OBJECT(5);

  static final int MAX_NUMBER = 5;

  private static final BodyType[] ALL = values();

  private final int number;

  BodyType(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /**
   * Finds the constant by its number.
   *
   * @throws MalformedMessageException no type has this number
   */
  public static BodyType of(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new MalformedMessageException("body type: expected 0 to 5, got " + number);
    }
    return ALL[number];
  }
}
