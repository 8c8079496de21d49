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
 * A destination as a value. Immutable, any thread.
 *
 * <p><b>Names.</b> An application may write {@code ORDERS}, {@code queue:ORDERS}, {@code
 * queue://ORDERS} or {@code queue:///ORDERS} for the queue ORDERS, and the same with {@code topic}
 * for a topic; a prefix of the other kind is refused. Options may follow, as in {@code
 * ORDERS?start=earliest}; {@link DestinationOptions} lists them. The provider shows the name
 * without prefix and with its options, so that what it shows means the same destination again.
 *
 * <p><b>Equality.</b> Equal when kind, name and options are: equal destinations can stand for each
 * other, in caches too. A message that was received shows its destination without options.
 */
public abstract sealed class RewindDestination implements Destination, Serializable
    permits RewindQueue, RewindTopic, RewindTemporaryQueue, RewindTemporaryTopic {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME_END = "://";

  private final DestinationKind kind;
  private final String name;
  private final DestinationOptions options;

  RewindDestination(DestinationKind kind, String name, DestinationOptions options) {
    this.kind = kind;
    this.name = Objects.requireNonNull(name, "name");
    this.options = options;
  }

  /** One of exactly that name, without options; a temporary one can't be deleted through it. */
  public static RewindDestination of(DestinationKind kind, String name) {
    return of(kind, name, DestinationOptions.NONE);
  }

  private static RewindDestination of(
      DestinationKind kind, String name, DestinationOptions options) {
    return switch (kind) {
      case QUEUE -> new RewindQueue(name, options);
      case TOPIC -> new RewindTopic(name, options);
      case TEMPORARY_QUEUE -> new RewindTemporaryQueue(name, options, null);
      case TEMPORARY_TOPIC -> new RewindTemporaryTopic(name, options, null);
    };
  }

  /**
   * Takes any provider's destination: ours as it is, another's by exactly its name.
   *
   * @throws InvalidDestinationException it is null, has no name, or is neither queue nor topic
   */
  public static RewindDestination of(@Nullable Destination any) throws JMSException {
    if (any instanceof RewindDestination own) {
      return own;
    }
    if (any instanceof Queue queue && isName(queue.getQueueName())) {
      return of(
          any instanceof TemporaryQueue ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.QUEUE,
          queue.getQueueName());
    }
    if (any instanceof Topic topic && isName(topic.getTopicName())) {
      return of(
          any instanceof TemporaryTopic ? DestinationKind.TEMPORARY_TOPIC : DestinationKind.TOPIC,
          topic.getTopicName());
    }
    throw new InvalidDestinationException(
        any == null
            ? "a destination is needed, got null"
            : "expected a queue or topic with a name, got " + any.getClass().getName());
  }

  /**
   * Reads what {@link #toString} writes: {@code queue://NAME}, {@code topic://NAME}, {@code
   * temp-queue://NAME} or {@code temp-topic://NAME}, with or without options.
   *
   * @throws InvalidDestinationException it is none of these, or the name or an option is not valid
   */
  public static RewindDestination parse(@Nullable String text) throws InvalidDestinationException {
    int at = text == null ? -1 : text.indexOf(SCHEME_END);
    if (text != null && at >= 0) {
      for (DestinationKind kind : DestinationKind.values()) {
        if (scheme(kind).equals(text.substring(0, at))) {
          WrittenName written = WrittenName.withoutPrefix(text.substring(at + SCHEME_END.length()));
          return of(kind, written.name(), written.options());
        }
      }
    }
    throw new InvalidDestinationException(
        "expected queue://NAME, topic://NAME, temp-queue://NAME or temp-topic://NAME, got " + text);
  }

  /**
   * A queue as an application writes it.
   *
   * @throws InvalidDestinationException the name is missing, names a topic, or an option is not
   *     valid
   */
  public static RewindQueue queue(@Nullable String text) throws InvalidDestinationException {
    WrittenName written = WrittenName.of(DestinationKind.QUEUE, text);
    return new RewindQueue(written.name(), written.options());
  }

  /**
   * A topic as an application writes it.
   *
   * @throws InvalidDestinationException the name is missing, names a queue, or an option is not
   *     valid
   */
  public static RewindTopic topic(@Nullable String text) throws InvalidDestinationException {
    WrittenName written = WrittenName.of(DestinationKind.TOPIC, text);
    return new RewindTopic(written.name(), written.options());
  }

  public final DestinationKind kind() {
    return kind;
  }

  /** The name that the broker knows, without options. */
  public final String name() {
    return name;
  }

  public final DestinationOptions options() {
    return options;
  }

  /** The same destination without options; itself when it has none. */
  public final RewindDestination withoutOptions() {
    return options.equals(DestinationOptions.NONE) ? this : of(kind, name);
  }

  /** What applications are shown: the name with its options. */
  final String shownName() {
    return name + options;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof RewindDestination that
        && that.kind == kind
        && that.name.equals(name)
        && that.options.equals(options);
  }

  @Override
  public final int hashCode() {
    return 31 * (31 * name.hashCode() + options.hashCode()) + kind.number();
  }

  @Override
  public final String toString() {
    return scheme(kind) + SCHEME_END + shownName();
  }

  /** What a temporary destination's {@code delete()} does. */
  final void delete(@Nullable DeletionTarget target) throws JMSException {
    if (target == null) {
      throw new jakarta.jms.IllegalStateException(
          this + " can only be deleted through the object that its connection made");
    }
    target.delete(this);
  }

  private static boolean isName(@Nullable String name) {
    return name != null && !name.isEmpty();
  }

  /** The word that stands for a kind. */
  static String scheme(DestinationKind kind) {
    return switch (kind) {
      case QUEUE -> "queue";
      case TOPIC -> "topic";
      case TEMPORARY_QUEUE -> "temp-queue";
      case TEMPORARY_TOPIC -> "temp-topic";
    };
  }
}
