// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.failure;

import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.message.MessageTooLargeException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns the broker's error codes into JMS exceptions, and checked ones into their twins. */
public final class JmsErrors {
  private JmsErrors() {}

  /** A call that may throw. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws JMSException;
  }

  /** A call whose result may be null and that may throw. */
  @FunctionalInterface
  public interface OptionalCall<T> {
    @Nullable T run() throws JMSException;
  }

  /** A call without a result that may throw. */
  @FunctionalInterface
  public interface Action {
    void run() throws JMSException;
  }

  /** The exception that JMS wants for an error of the broker (specification section 10.3). */
  public static JMSException of(ErrorCode code, String text) {
    String name = code.name();
    return switch (code) {
      case AUTHENTICATION_FAILED, NOT_AUTHORIZED -> new JMSSecurityException(text, name);
      case CLIENT_ID_IN_USE -> new InvalidClientIDException(text, name);
      case CLIENT_ID_REQUIRED, ILLEGAL_STATE -> new IllegalStateException(text, name);
      case DESTINATION_NOT_FOUND,
          DESTINATION_INVALID,
          SUBSCRIPTION_NOT_FOUND,
          TEMPORARY_NOT_OWNED,
          OPTION_UNKNOWN ->
          new InvalidDestinationException(text, name);
      case SELECTOR_INVALID -> new InvalidSelectorException(text, name);
      case TRANSACTION_ROLLED_BACK, TRANSACTION_UNKNOWN ->
          new TransactionRolledBackException(text, name);
      case DISK_FULL, LIMIT_REACHED -> new ResourceAllocationException(text, name);
      case PROTOCOL_ERROR,
          VERSION_UNSUPPORTED,
          FRAME_TOO_LARGE,
          MESSAGE_TOO_LARGE,
          DESTINATION_IN_USE,
          SUBSCRIPTION_IN_USE,
          SUBSCRIPTION_MISMATCH,
          STORAGE_FAILED,
          CORRUPT_DATA,
          MESSAGE_CORRUPT,
          UNAVAILABLE,
          NOT_PRIMARY,
          EPOCH_STALE,
          UNSUPPORTED,
          INTERNAL_ERROR,
          REPLAY_FORBIDDEN,
          CLOSED_BY_OPERATOR ->
          new JMSException(text, name);
    };
  }

  /**
   * Whether the broker refuses the connection as such, so that connecting again, here or at another
   * host, can't help.
   */
  public static boolean isFinal(ErrorCode code) {
    return switch (code) {
      case PROTOCOL_ERROR,
          VERSION_UNSUPPORTED,
          FRAME_TOO_LARGE,
          AUTHENTICATION_FAILED,
          NOT_AUTHORIZED,
          UNSUPPORTED,
          CLOSED_BY_OPERATOR ->
          true;
      default -> false;
    };
  }

  /** The same for an exception made of an error code. */
  public static boolean isFinal(JMSException failure) {
    return isOneOf(failure, JmsErrors::isFinal);
  }

  /** Whether something that a connection used is not there any more, or not to be had again. */
  public static boolean isGone(JMSException failure) {
    return isOneOf(
        failure,
        code ->
            switch (code) {
              case NOT_AUTHORIZED,
                  DESTINATION_NOT_FOUND,
                  DESTINATION_INVALID,
                  SUBSCRIPTION_NOT_FOUND,
                  SUBSCRIPTION_MISMATCH,
                  SELECTOR_INVALID,
                  TEMPORARY_NOT_OWNED,
                  OPTION_UNKNOWN,
                  REPLAY_FORBIDDEN ->
                  true;
              default -> false;
            });
  }

  private static boolean isOneOf(JMSException failure, Predicate<ErrorCode> wanted) {
    String name = failure.getErrorCode();
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return wanted.test(code);
      }
    }
    return false;
  }

  /** The message is larger than the broker, or this program, takes. */
  public static JMSException tooLarge(MessageTooLargeException cause) {
    JMSException exception =
        new JMSException(cause.getMessage(), ErrorCode.MESSAGE_TOO_LARGE.name());
    exception.initCause(cause);
    return exception;
  }

  /** Something failed on our side of the wire. */
  public static JMSException caused(String text, Throwable cause) {
    JMSException exception = new JMSException(text, ErrorCode.UNAVAILABLE.name());
    exception.initCause(cause);
    return exception;
  }

  /**
   * A connection was made, and then nobody introduced himself.
   *
   * @param fault what ended the connection; null = it is open, and nothing has come
   */
  public static JMSException unanswered(@Nullable IOException fault) {
    String text = "the broker accepted the connection but did not answer";
    return fault == null
        ? new JMSException(text + "; is this a RewindMQ port?", ErrorCode.UNAVAILABLE.name())
        : caused(
            text
                + (fault.getMessage() == null
                    ? "; is this a RewindMQ port?"
                    : ": " + fault.getMessage()),
            fault);
  }

  /** Checks the mode of a session or context (specification section 6.2.10). */
  public static void checkSessionMode(int mode) throws JMSException {
    if (mode < JMSContext.SESSION_TRANSACTED || mode > JMSContext.DUPS_OK_ACKNOWLEDGE) {
      throw new JMSException(
          "session mode: expected 0 (transacted) to 3 (DUPS_OK_ACKNOWLEDGE), got " + mode);
    }
  }

  /** Runs a call of the classic API for the simplified one. */
  public static <T> T unchecked(Call<T> call) {
    try {
      return call.run();
    } catch (JMSException e) {
      throw unchecked(e);
    }
  }

  /** Runs a call of the classic API for the simplified one. */
  public static <T> @Nullable T uncheckedOrNull(OptionalCall<T> call) {
    try {
      return call.run();
    } catch (JMSException e) {
      throw unchecked(e);
    }
  }

  /** Runs a call of the classic API for the simplified one. */
  public static void run(Action action) {
    try {
      action.run();
    } catch (JMSException e) {
      throw unchecked(e);
    }
  }

  /** The unchecked twin with message, code and cause kept (specification section 10.2). */
  public static JMSRuntimeException unchecked(JMSException e) {
    String text = e.getMessage();
    String code = e.getErrorCode();
    if (e instanceof IllegalStateException) {
      return new IllegalStateRuntimeException(text, code, e);
    }
    if (e instanceof InvalidClientIDException) {
      return new InvalidClientIDRuntimeException(text, code, e);
    }
    if (e instanceof InvalidDestinationException) {
      return new InvalidDestinationRuntimeException(text, code, e);
    }
    if (e instanceof InvalidSelectorException) {
      return new InvalidSelectorRuntimeException(text, code, e);
    }
    if (e instanceof JMSSecurityException) {
      return new JMSSecurityRuntimeException(text, code, e);
    }
    if (e instanceof MessageFormatException) {
      return new MessageFormatRuntimeException(text, code, e);
    }
    if (e instanceof MessageNotWriteableException) {
      return new MessageNotWriteableRuntimeException(text, code, e);
    }
    if (e instanceof ResourceAllocationException) {
      return new ResourceAllocationRuntimeException(text, code, e);
    }
    if (e instanceof TransactionInProgressException) {
      return new TransactionInProgressRuntimeException(text, code, e);
    }
    if (e instanceof TransactionRolledBackException) {
      return new TransactionRolledBackRuntimeException(text, code, e);
    }
    return new JMSRuntimeException(text, code, e);
  }
}
