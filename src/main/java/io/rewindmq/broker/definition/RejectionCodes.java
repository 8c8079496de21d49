// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.protocol.ErrorCode;

/** What the client is told for what the shard rejects. */
public final class RejectionCodes {
  private RejectionCodes() {}

  public static ErrorCode errorCode(Rejection rejection) {
    return switch (rejection) {
      case DESTINATION_NOT_FOUND -> ErrorCode.DESTINATION_NOT_FOUND;
      case DESTINATION_EXISTS, DESTINATION_IN_USE -> ErrorCode.DESTINATION_IN_USE;
      case DESTINATION_INVALID -> ErrorCode.DESTINATION_INVALID;
      case GROUP_NOT_FOUND -> ErrorCode.SUBSCRIPTION_NOT_FOUND;
      case GROUP_EXISTS, SUBSCRIPTION_IN_USE -> ErrorCode.SUBSCRIPTION_IN_USE;
      case SUBSCRIPTION_MISMATCH -> ErrorCode.SUBSCRIPTION_MISMATCH;
      case TRANSACTION_ROLLED_BACK -> ErrorCode.TRANSACTION_ROLLED_BACK;
      case REPLAY_FORBIDDEN -> ErrorCode.REPLAY_FORBIDDEN;
      case MESSAGE_CORRUPT -> ErrorCode.MESSAGE_CORRUPT;
      case LIMIT_REACHED -> ErrorCode.LIMIT_REACHED;
      case DISK_FULL -> ErrorCode.DISK_FULL;
      case CORRUPT_DATA -> ErrorCode.CORRUPT_DATA;
      case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
    };
  }
}
