// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/** Why an administrator's request was not carried out. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public AdminException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What kind of a refusal it is. */
  public enum Reason {
    /** What was asked for is not allowed by itself, whatever there is. */
    INVALID,
    NOT_FOUND,
    /** There is one of that name already. */
    EXISTS,
    /** Several groups have that name; ask by number. */
    AMBIGUOUS,
    /** The destination or the group's kind does not allow it. */
    FORBIDDEN,
    /** Too many requests wait. */
    BUSY,
    /** The shard is not ready or has failed. */
    UNAVAILABLE
  }
}
