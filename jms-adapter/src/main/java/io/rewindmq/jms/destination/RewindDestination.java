// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A destination as a value: equal when kind and name are. The name may carry options, as in {@code
 * orders?start=earliest}; the broker reads them. Immutable, any thread.
 */
public abstract sealed class RewindDestination implements Destination, Serializable
    permits RewindQueue, RewindTopic, RewindTemporaryQueue, RewindTemporaryTopic {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME_END = "://";

  private final DestinationKind kind;
  private final String name;

  RewindDestination(DestinationKind kind, String name) {
    this.kind = kind;
    this.name = Objects.requireNonNull(name, "name");
  }

  /** A destination of that kind; a temporary one can't be deleted through it. */
  public static RewindDestination of(DestinationKind kind, String name) {
    return switch (kind) {
      case QUEUE -> new RewindQueue(name);
      case TOPIC -> new RewindTopic(name);
      case TEMPORARY_QUEUE -> new RewindTemporaryQueue(name, null);
      case TEMPORARY_TOPIC -> new RewindTemporaryTopic(name, null);
    };
  }

  /**
   * Takes any provider's destination: ours as it is, another's by its name.
   *
   * @throws InvalidDestinationException it is null, has no name, or is neither queue nor topic
   */
  public static RewindDestination of(@Nullable Destination any) throws JMSException {
    if (any instanceof RewindDestination own) {
      return own;
    }
    if (any instanceof Queue queue && isName(queue.getQueueName())) {
      String name = queue.getQueueName();
      return any instanceof TemporaryQueue
          ? new RewindTemporaryQueue(name, null)
          : new RewindQueue(name);
    }
    if (any instanceof Topic topic && isName(topic.getTopicName())) {
      String name = topic.getTopicName();
      return any instanceof TemporaryTopic
          ? new RewindTemporaryTopic(name, null)
          : new RewindTopic(name);
    }
    throw new InvalidDestinationException(
        any == null
            ? "a destination is needed, got null"
            : "expected a queue or topic with a name, got " + any.getClass().getName());
  }

  /**
   * Reads what {@link #toString} writes: {@code queue://NAME}, {@code topic://NAME}, {@code
   * temp-queue://NAME} or {@code temp-topic://NAME}. Options stay part of the name.
   *
   * @throws InvalidDestinationException it is none of these, or the name is empty
   */
  public static RewindDestination parse(@Nullable String text) throws InvalidDestinationException {
    int at = text == null ? -1 : text.indexOf(SCHEME_END);
    if (text != null && at >= 0 && isName(text.substring(at + SCHEME_END.length()))) {
      for (DestinationKind kind : DestinationKind.values()) {
        if (scheme(kind).equals(text.substring(0, at))) {
          return of(kind, text.substring(at + SCHEME_END.length()));
        }
      }
    }
    throw new InvalidDestinationException(
        "expected queue://NAME, topic://NAME, temp-queue://NAME or temp-topic://NAME, got " + text);
  }

  /**
   * A queue by the name an application gave.
   *
   * @throws InvalidDestinationException the name is null or empty
   */
  public static RewindQueue queue(@Nullable String name) throws InvalidDestinationException {
    return new RewindQueue(checked(name));
  }

  /**
   * A topic by the name an application gave.
   *
   * @throws InvalidDestinationException the name is null or empty
   */
  public static RewindTopic topic(@Nullable String name) throws InvalidDestinationException {
    return new RewindTopic(checked(name));
  }

  public final DestinationKind kind() {
    return kind;
  }

  /** The name with its options, if any. */
  public final String name() {
    return name;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof RewindDestination that && that.kind == kind && that.name.equals(name);
  }

  @Override
  public final int hashCode() {
    return 31 * name.hashCode() + kind.number();
  }

  @Override
  public final String toString() {
    return scheme(kind) + SCHEME_END + name;
  }

  /** What a temporary destination's {@code delete()} does. */
  final void delete(@Nullable DeletionTarget target) throws JMSException {
    if (target == null) {
      throw new jakarta.jms.IllegalStateException(
          this + " can only be deleted through the object that its connection made");
    }
    target.delete(this);
  }

  private static String checked(@Nullable String name) throws InvalidDestinationException {
    if (name == null || name.isEmpty()) {
      throw new InvalidDestinationException("a destination needs a name, got " + name);
    }
    return name;
  }

  private static boolean isName(@Nullable String name) {
    return name != null && !name.isEmpty();
  }

  private static String scheme(DestinationKind kind) {
    return switch (kind) {
      case QUEUE -> "queue";
      case TOPIC -> "topic";
      case TEMPORARY_QUEUE -> "temp-queue";
      case TEMPORARY_TOPIC -> "temp-topic";
    };
  }
}
