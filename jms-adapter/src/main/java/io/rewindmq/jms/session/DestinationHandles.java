// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.failure.WireText;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.Request;
import io.rewindmq.jms.link.Restoration;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The broker's numbers of destinations, for one connection. Forgotten when the wire is lost; then
 * temporary destinations are made again under their names.
 */
final class DestinationHandles {
  private static final String DELETED = ErrorCode.DESTINATION_NOT_FOUND.name();

  private final BrokerLink link;
  private final Map<RewindDestination, Integer> handles = new HashMap<>();
  private final Map<RewindDestination, Boolean> temporary = new LinkedHashMap<>();

  DestinationHandles(BrokerLink link) {
    this.link = link;
  }

  /** The number, or null when it is not known. Under the link's lock. */
  @Nullable Integer get(RewindDestination destination) {
    return handles.get(destination);
  }

  /** The numbers of an old wire mean other destinations on a new one. Under the link's lock. */
  void forget() {
    handles.clear();
  }

  /** The destination is gone; who needs it again asks by its name. Under the link's lock. */
  void forget(RewindDestination destination) {
    handles.remove(destination);
  }

  /** A request about a destination. */
  @FunctionalInterface
  interface HandleRequest {
    Frame frame(int requestId, int handle);
  }

  /**
   * Sends a request about a destination and waits for the reply, as {@link BrokerLink#call}. The
   * number is that of the very wire that carries the request. Where it was known from before, the
   * destination may have been deleted meanwhile; then it is asked for by its name once more.
   */
  Frame call(
      RewindDestination destination, HandleRequest request, @Nullable Consumer<Frame> onReply)
      throws JMSException {
    boolean isKnown = isKnown(destination);
    while (true) {
      resolve(destination);
      Request waiting = null;
      link.lock().lock();
      try {
        link.awaitConnected();
        Integer handle = handles.get(destination);
        if (handle != null) {
          int known = handle;
          waiting = link.start(id -> request.frame(id, known), onReply);
        }
      } finally {
        link.lock().unlock();
      }
      try {
        Frame reply = waiting == null ? null : awaitReply(waiting);
        if (reply != null) {
          return reply;
        }
      } catch (JMSException refused) {
        if (!isKnown || !DELETED.equals(refused.getErrorCode())) {
          throw refused;
        }
        isKnown = false;
        forgetNow(destination);
      }
    }
  }

  private boolean isKnown(RewindDestination destination) {
    link.lock().lock();
    try {
      return handles.containsKey(destination);
    } finally {
      link.lock().unlock();
    }
  }

  private void forgetNow(RewindDestination destination) {
    link.lock().lock();
    try {
      forget(destination);
    } finally {
      link.lock().unlock();
    }
  }

  private @Nullable Frame awaitReply(Request waiting) throws JMSException {
    link.flush();
    return link.await(waiting);
  }

  /** Finds or creates the destination at the broker. Without the lock. */
  int resolve(RewindDestination destination) throws JMSException {
    link.lock().lock();
    try {
      Integer known = handles.get(destination);
      if (known != null) {
        return known;
      }
    } finally {
      link.lock().unlock();
    }
    WireText.check(ErrorCode.DESTINATION_INVALID, "a destination's name", destination.name());
    return handle(link.call(request(destination), reply -> put(destination, reply)));
  }

  /** The same on a wire that is being restored. */
  void restore(RewindDestination destination, Restoration restoring) throws JMSException {
    var unused = handle(restoring.call(request(destination), reply -> put(destination, reply)));
  }

  private static IntFunction<Frame> request(RewindDestination destination) {
    return id -> new Frame.Resolve(0, id, destination.kind(), destination.name());
  }

  /** Under the link's lock, so that no loss of the connection comes in between. */
  private void put(RewindDestination destination, Frame reply) {
    if (reply instanceof Frame.Destination found) {
      handles.put(destination, found.handle());
    }
  }

  private static int handle(Frame reply) throws JMSException {
    if (reply instanceof Frame.Destination found) {
      return found.handle();
    }
    throw new JMSException("the broker answered RESOLVE with " + reply.type());
  }

  /** Has the broker make a temporary destination; returns its name. */
  String createTemporary(DestinationKind kind) throws JMSException {
    Frame reply =
        link.call(id -> new Frame.Resolve(0, id, kind, null), made -> addTemporary(kind, made));
    if (reply instanceof Frame.Destination made) {
      return made.name();
    }
    throw new JMSException("the broker answered RESOLVE with " + reply.type());
  }

  private void addTemporary(DestinationKind kind, Frame reply) {
    if (reply instanceof Frame.Destination made) {
      RewindDestination destination = RewindDestination.of(kind, made.name());
      put(destination, made);
      temporary.put(destination, true);
    }
  }

  /** Whether this connection made the temporary destination. */
  boolean isOwn(RewindDestination destination) {
    link.lock().lock();
    try {
      return temporary.containsKey(destination);
    } finally {
      link.lock().unlock();
    }
  }

  /** Only the connection that made a temporary destination may consume from it. */
  void checkMayConsume(RewindDestination destination) throws JMSException {
    if (destination.kind().isTemporary() && !isOwn(destination)) {
      throw new InvalidDestinationException(
          destination
              + " was deleted or belongs to another connection; only that one may consume from it");
    }
  }

  void deleteTemporary(RewindDestination destination) throws JMSException {
    call(
        destination,
        (id, handle) -> new Frame.DeleteTemporary(0, id, handle),
        done -> {
          temporary.remove(destination);
          handles.remove(destination);
        });
  }

  /**
   * Begins anew on a new wire: makes this connection's temporary destinations again. What a wire
   * that was lost while it was restored has told is forgotten too.
   */
  void restoreTemporary(Restoration restoring) throws JMSException {
    Iterable<RewindDestination> own;
    link.lock().lock();
    try {
      forget();
      own = List.copyOf(temporary.keySet());
    } finally {
      link.lock().unlock();
    }
    for (RewindDestination destination : own) {
      restore(destination, restoring);
    }
  }
}
