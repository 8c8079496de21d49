// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.protocol.Frame;
import java.util.HashMap;
import java.util.Map;

/** Requests of one link that wait for their replies, by number. Under the link's lock. */
final class RequestTable {
  private final Map<Integer, Request> waiting = new HashMap<>();
  private int last;

  /** Adds a request and gives its number, from 1. */
  int add(Request request) {
    last = last == Integer.MAX_VALUE ? 1 : last + 1;
    waiting.put(last, request);
    return last;
  }

  /** Completes a request if the frame is a reply; false = it is none. */
  boolean take(Frame frame) {
    int requestId;
    if (frame instanceof Frame.Ok ok) {
      requestId = ok.requestId();
    } else if (frame instanceof Frame.RequestFailed failed) {
      requestId = failed.requestId();
    } else if (frame instanceof Frame.Destination destination) {
      requestId = destination.requestId();
    } else if (frame instanceof Frame.ConsumerOpened opened) {
      requestId = opened.requestId();
    } else if (frame instanceof Frame.Outcome outcome) {
      requestId = outcome.requestId();
    } else {
      return false;
    }
    Request request = waiting.remove(requestId);
    if (request != null) {
      request.complete(frame);
    }
    return true;
  }

  /** The connection is gone: no reply will come. */
  void loseAll() {
    waiting.values().forEach(Request::lose);
    waiting.clear();
  }
}
