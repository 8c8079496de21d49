// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/** The four kinds of destination. */
public enum DestinationKind {
  QUEUE(1),
  TOPIC(2),
  TEMPORARY_QUEUE(3),
  TEMPORARY_TOPIC(4);

  private final int number;

  DestinationKind(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  public boolean isQueue() {
    return this == QUEUE || this == TEMPORARY_QUEUE;
  }

  public boolean isTopic() {
    return !isQueue();
  }

  public boolean isTemporary() {
    return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
  }

  /**
   * Finds the constant by its number.
   *
   * @throws ProtocolException no kind has this number
   */
  public static DestinationKind of(int number) {
    return switch (number) {
      case 1 -> QUEUE;
      case 2 -> TOPIC;
      case 3 -> TEMPORARY_QUEUE;
      case 4 -> TEMPORARY_TOPIC;
      default ->
          throw new ProtocolException(
              ErrorCode.PROTOCOL_ERROR, "destination kind: expected 1 to 4, got " + number);
    };
  }
}
