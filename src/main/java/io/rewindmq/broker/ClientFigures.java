// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.figure.Count;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How clients' logins and connections ended since the start, and which of their sends wait for
 * room. Written by {@code SHARD_LOOP}.
 */
@AnyThread // single-writer counts in maps that do not change
public final class ClientFigures {
  private final Count sessions = new Count();
  private final Count heldSends = new Count();
  private final Count heldBytes = new Count();
  private final Count waitingSessions = new Count();
  private final Count logins = new Count();
  private final Map<ErrorCode, Count> refusals = counts();
  private final Map<ErrorCode, Count> failures = counts();

  /** So many sessions were opened, or closed if below 0. */
  public void sessions(int more) {
    sessions.add(more);
  }

  /** One more send waits for room; so many bytes wait now. */
  public void held(long bytesNow) {
    heldSends.add(1);
    heldBytes.set(bytesNow);
  }

  /** Less bytes wait now. */
  public void released(long bytesNow) {
    heldBytes.set(bytesNow);
  }

  /** Sessions whose sends wait now. */
  public void waiting(int sessionsNow) {
    waitingSessions.set(sessionsNow);
  }

  public void loggedIn() {
    logins.add(1);
  }

  /** A login was refused. */
  public void refused(ErrorCode code) {
    count(refusals, code);
  }

  /** The broker ended a connection. */
  public void failed(ErrorCode code) {
    count(failures, code);
  }

  /** Sessions that are open; any thread, as all that follow. */
  public long sessions() {
    return sessions.get();
  }

  /** Sends that had to wait for room so far. */
  public long heldSends() {
    return heldSends.get();
  }

  /** Bytes of sends that wait now. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** Sessions whose sends wait now. */
  public long waitingSessions() {
    return waitingSessions.get();
  }

  /** Logins that were accepted. */
  public long logins() {
    return logins.get();
  }

  /** Logins that were refused, by the name of the error's code; without those that never came. */
  public Map<String, Long> refusals() {
    return seen(refusals);
  }

  /** Connections that the broker ended, by the name of the error's code. */
  public Map<String, Long> failures() {
    return seen(failures);
  }

  private static void count(Map<ErrorCode, Count> counts, ErrorCode code) {
    Count count = counts.get(code);
    if (count != null) {
      count.add(1);
    }
  }

  private static Map<ErrorCode, Count> counts() {
    Map<ErrorCode, Count> counts = new EnumMap<>(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      counts.put(code, new Count());
    }
    return counts;
  }

  private static Map<String, Long> seen(Map<ErrorCode, Count> counts) {
    Map<String, Long> seen = new TreeMap<>();
    counts.forEach(
        (code, count) -> {
          if (count.get() > 0) {
            seen.put(code.name(), count.get());
          }
        });
    return seen;
  }
}
