// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * Every error that can cross the wire. Numbers are stable and never reused.
 *
 * <p>{@link #isRetryable}: the same request may succeed later or at another broker.
 */
public enum ErrorCode {
  PROTOCOL_ERROR(1, false, "the peer broke the protocol"),
  VERSION_UNSUPPORTED(2, false, "no protocol version in common"),
  FRAME_TOO_LARGE(3, false, "a frame is larger than agreed"),
  MESSAGE_TOO_LARGE(4, false, "a message is larger than the broker takes"),
  AUTHENTICATION_FAILED(5, false, "wrong user or password"),
  NOT_AUTHORIZED(6, false, "the user may not do this"),
  CLIENT_ID_IN_USE(7, false, "the client id belongs to another live connection"),
  CLIENT_ID_REQUIRED(8, false, "this needs a client id"),
  ILLEGAL_STATE(9, false, "not possible in this state"),
  DESTINATION_NOT_FOUND(10, false, "no such destination"),
  DESTINATION_INVALID(11, false, "the destination's name or kind is not valid here"),
  DESTINATION_IN_USE(12, false, "the destination has consumers"),
  SUBSCRIPTION_NOT_FOUND(13, false, "no such subscription"),
  SUBSCRIPTION_IN_USE(14, false, "the subscription has an active consumer"),
  SUBSCRIPTION_MISMATCH(15, false, "the subscription exists with other properties"),
  SELECTOR_INVALID(16, false, "the selector is not valid"),
  TRANSACTION_ROLLED_BACK(17, false, "the transaction was rolled back"),
  TRANSACTION_UNKNOWN(18, false, "no such transaction"),
  DISK_FULL(19, true, "the broker's disk is full"),
  STORAGE_FAILED(20, true, "the broker's storage failed"),
  CORRUPT_DATA(21, false, "stored data is damaged"),
  MESSAGE_CORRUPT(22, true, "a message arrived with a wrong checksum"),
  UNAVAILABLE(23, true, "not available at the moment"),
  NOT_PRIMARY(24, true, "this broker is not the primary"),
  EPOCH_STALE(25, true, "the broker's epoch has passed"),
  LIMIT_REACHED(26, true, "a limit of the broker is reached"),
  UNSUPPORTED(27, false, "this broker does not support it"),
  INTERNAL_ERROR(28, false, "an error inside the broker"),
  TEMPORARY_NOT_OWNED(29, false, "the temporary destination belongs to another connection"),
  OPTION_UNKNOWN(30, false, "unknown option"),
  REPLAY_FORBIDDEN(31, false, "the destination forbids replay"),
  CLOSED_BY_OPERATOR(32, false, "an administrator has closed it");

  private static final Map<Integer, ErrorCode> BY_NUMBER = new HashMap<>();

  static {
    for (ErrorCode code : values()) {
      BY_NUMBER.put(code.number, code);
    }
  }

  private final int number;
  private final boolean retryable;
  private final String defaultText;

  ErrorCode(int number, boolean retryable, String defaultText) {
    this.number = number;
    this.retryable = retryable;
    this.defaultText = defaultText;
  }

  /** The number on the wire, 1 to 65535. */
  public int number() {
    return number;
  }

  public boolean isRetryable() {
    return retryable;
  }

  public String defaultText() {
    return defaultText;
  }

  /** The code with that number; a number of a newer peer becomes {@link #INTERNAL_ERROR}. */
  public static ErrorCode of(int number) {
    return BY_NUMBER.getOrDefault(number, INTERNAL_ERROR);
  }
}
