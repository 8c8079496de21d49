// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that crosses the wire, one record a frame; {@code docs/protocol.md} draws the bytes
 * and tells the rules. {@code channel} is the session's number, 0 for the connection itself. A
 * request id of 0 asks for no reply.
 *
 * <p>Payloads ({@link Send#elements}, {@link Deliver#runs}) are slices of the buffer that was
 * decoded, valid as long as it is.
 */
public sealed interface Frame {
  int channel();

  FrameType type();

  /** C→S, first frame: who the client is. */
  record Hello(
      int minVersion,
      int maxVersion,
      long connectionId,
      int heartbeatMillis,
      int maxFrameBytes,
      @Nullable String clientId,
      @Nullable String user,
      @Nullable String password,
      String product,
      Map<String, String> options)
      implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.HELLO;
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Hello[" + product + ", client id " + clientId + ", user " + user + "]";
    }
  }

  /** S→C, answer to HELLO. */
  record Welcome(
      int version,
      long epoch,
      int heartbeatMillis,
      int maxFrameBytes,
      int maxMessageBytes,
      long maxLargeMessageBytes,
      long serverTimeMillis,
      String brokerId,
      String product)
      implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.WELCOME;
    }
  }

  /** Both ways: I am alive. */
  record Heartbeat() implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.HEARTBEAT;
    }
  }

  /** C→S: an orderly end; OK, then the broker closes. */
  record Goodbye(int requestId) implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.GOODBYE;
    }
  }

  /** S→C: the connection is over, and why. */
  record Failure(ErrorCode code, String text) implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.FAILURE;
    }
  }

  /** S→C: the request is done. */
  record Ok(int channel, int requestId) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.OK;
    }
  }

  /** S→C: the request failed; the connection goes on. */
  record RequestFailed(int channel, int requestId, ErrorCode code, String text) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.ERROR;
    }
  }

  /** C→S: gives the connection a client id. */
  record SetClientId(int requestId, String clientId) implements Frame {
    @Override
    public int channel() {
      return 0;
    }

    @Override
    public FrameType type() {
      return FrameType.SET_CLIENT_ID;
    }
  }

  /** C→S: opens the session {@code channel}. */
  record OpenSession(int channel, int requestId, int acknowledgeMode, long producerNumber)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.OPEN_SESSION;
    }
  }

  /** C→S: rolls back, gives every flight back and ends the session. */
  record CloseSession(int channel, int requestId) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CLOSE_SESSION;
    }
  }

  /** C→S: finds or creates a destination; no name asks for a new temporary one. */
  record Resolve(int channel, int requestId, DestinationKind kind, @Nullable String name)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.RESOLVE;
    }
  }

  /** S→C: answer to RESOLVE. */
  record Destination(int channel, int requestId, int handle, int partitions, String name)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.DESTINATION;
    }
  }

  /** C→S: deletes a temporary destination. */
  record DeleteTemporary(int channel, int requestId, int handle) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.DELETE_TEMPORARY;
    }
  }

  /** C→S: messages for one destination; {@code transaction} 0 for none. */
  record Send(
      int channel, int handle, long transaction, long firstSequence, int count, ByteBuffer elements)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.SEND;
    }
  }

  /** S→C: the sequences {@code first} to {@code last} (inclusive) are confirmed. */
  record SendConfirmed(int channel, long first, long last) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.SEND_CONFIRMED;
    }
  }

  /** S→C: the sequences {@code first} to {@code last} (inclusive) were not taken. */
  record SendRejected(int channel, long first, long last, ErrorCode code, String text)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.SEND_REJECTED;
    }
  }

  /** C→S: opens a consumer. */
  record OpenConsumer(
      int channel,
      int requestId,
      int consumerId,
      int handle,
      SubscriptionKind kind,
      @Nullable String subscription,
      @Nullable String selector,
      boolean noLocal,
      boolean exclusive,
      @Nullable String options)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.OPEN_CONSUMER;
    }
  }

  /** S→C: answer to OPEN_CONSUMER; a replay id of (0, 0) is none. */
  record ConsumerOpened(
      int channel, int requestId, int groupEpoch, long replayIdMsb, long replayIdLsb)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CONSUMER_OPENED;
    }
  }

  /** C→S: nothing more for this consumer; what was not handed over goes back. */
  record CloseConsumer(int channel, int requestId, int consumerId, long handedOver)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CLOSE_CONSUMER;
    }
  }

  /** C→S: the consumer takes so many more messages and bytes. */
  record Credit(int channel, int consumerId, int groupEpoch, int messages, int bytes)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CREDIT;
    }
  }

  /** C→S: OK comes after every message that is visible now and that credit allows. */
  record Drain(int channel, int requestId, int consumerId) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.DRAIN;
    }
  }

  /** S→C: runs of messages for a consumer. */
  record Deliver(
      int channel, int consumerId, int groupEpoch, int partition, int runCount, ByteBuffer runs)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.DELIVER;
    }
  }

  /** S→C: the group was rewound; drop what is buffered and grant credit anew. */
  record ConsumerReset(
      int channel, int consumerId, int groupEpoch, long replayIdMsb, long replayIdLsb)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CONSUMER_RESET;
    }
  }

  /** S→C: nothing more comes for this consumer, and the broker has forgotten it. */
  record ConsumerEnded(int channel, int consumerId, ErrorCode code, String text) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.CONSUMER_ENDED;
    }
  }

  /** C→S: settles ranges of offsets. */
  record Ack(int channel, int requestId, long epoch, List<AckEntry> entries) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.ACK;
    }
  }

  /** C→S: gives ranges of offsets back. */
  record Release(int channel, int requestId, long epoch, List<ReleaseEntry> entries)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.RELEASE;
    }
  }

  /** C→S: messages up to this arrival index (inclusive) are the application's. */
  record HandedOver(int channel, int consumerId, long arrivalIndex) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.HANDED_OVER;
    }
  }

  /** C→S: commits a transaction, settling what it consumed. */
  record Commit(int channel, int requestId, long transaction, long epoch, List<AckEntry> entries)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.COMMIT;
    }
  }

  /** C→S: rolls back ({@code transaction} 0: recovers); every flight of the session returns. */
  record Rollback(int channel, int requestId, long transaction, List<HandOver> consumers)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.ROLLBACK;
    }
  }

  /** C→S: was this transaction committed? */
  record QueryOutcome(int channel, int requestId, long producerNumber, long transaction)
      implements Frame {
    @Override
    public FrameType type() {
      return FrameType.QUERY_OUTCOME;
    }
  }

  /** S→C: answer to QUERY_OUTCOME. */
  record Outcome(int channel, int requestId, boolean committed) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.OUTCOME;
    }
  }

  /** C→S: deletes a durable subscription. */
  record Unsubscribe(int channel, int requestId, String name) implements Frame {
    @Override
    public FrameType type() {
      return FrameType.UNSUBSCRIBE;
    }
  }

  /**
   * The rollback point of one consumer: messages up to {@code handedOver} (arrival index,
   * inclusive) were in the application's hands.
   */
  record HandOver(int consumerId, long handedOver) {}
}
