// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import org.jspecify.annotations.Nullable;

/** Kinds of frames and their numbers on the wire. Numbers are never reused. */
public enum FrameType {
  HELLO(0x01),
  WELCOME(0x02),
  HEARTBEAT(0x03),
  GOODBYE(0x04),
  FAILURE(0x05),
  OK(0x06),
  ERROR(0x07),
  SET_CLIENT_ID(0x08),
  OPEN_SESSION(0x10),
  CLOSE_SESSION(0x11),
  RESOLVE(0x12),
  DESTINATION(0x13),
  DELETE_TEMPORARY(0x14),
  SEND(0x18),
  SEND_CONFIRMED(0x19),
  SEND_REJECTED(0x1A),
  OPEN_CONSUMER(0x20),
  CONSUMER_OPENED(0x21),
  CLOSE_CONSUMER(0x22),
  CREDIT(0x23),
  DRAIN(0x24),
  DELIVER(0x25),
  CONSUMER_RESET(0x26),
  CONSUMER_ENDED(0x27),
  ACK(0x28),
  RELEASE(0x29),
  HANDED_OVER(0x2A),
  COMMIT(0x30),
  ROLLBACK(0x31),
  QUERY_OUTCOME(0x32),
  OUTCOME(0x33),
  UNSUBSCRIBE(0x40);

  private static final @Nullable FrameType[] BY_NUMBER = new @Nullable FrameType[256];

  static {
    for (FrameType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;

  FrameType(int number) {
    this.number = number;
  }

  /** The number on the wire, 1 to 255. */
  public int number() {
    return number;
  }

  /**
   * Finds the frame by its number.
   *
   * @param number 0 to 255
   * @throws ProtocolException this version knows no such frame
   */
  public static FrameType of(int number) {
    FrameType type = BY_NUMBER[number & 0xFF];
    if (type == null) {
      throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "unknown frame type " + number);
    }
    return type;
  }
}
