// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.watch.GroupFigures;
import io.rewindmq.shard.watch.ObjectFigures;
import io.rewindmq.shard.watch.SlowConsumer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line when a consumer becomes slow or a group falls behind, again while that lasts but
 * not often, and when it is over. <b>Bound.</b> {@link #OBJECTS_MAX} objects; of further ones
 * nothing is said, the gauges count them.
 */
@OwnedBy(ThreadRole.ADMIN_WORKER)
final class Warnings {
  static final int OBJECTS_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

  private final WarningOptions options;
  private final Map<Subject, Said> said = new HashMap<>();
  private long looks;

  private enum Kind {
    SLOW,
    FAR_BEHIND,
    LATE
  }

  /** What a line is about; consumer and session are 0 for a group. */
  private record Subject(Kind kind, int groupId, long connectionId, long session) {}

  /** The last line about a subject. */
  private static final class Said {
    private final String name;
    private long millis;
    private long look;
    private boolean isOver;

    Said(String name) {
      this.name = name;
    }
  }

  Warnings(WarningOptions options) {
    this.options = options;
  }

  /** Looks at what the last walk found. */
  void look(ObjectFigures found, long now) {
    looks++;
    for (SlowConsumer slow : found.slowConsumers()) {
      say(
          new Subject(Kind.SLOW, slow.groupId(), slow.connectionId(), slow.session()),
          consumer(slow),
          now,
          () -> warn(slow));
    }
    for (GroupFigures group : found.groups()) {
      if (options.isFarBehind(group)) {
        say(
            new Subject(Kind.FAR_BEHIND, group.id(), 0, 0),
            name(group),
            now,
            () -> warnFarBehind(group));
      }
      if (options.isLate(group, now)) {
        say(new Subject(Kind.LATE, group.id(), 0, 0), name(group), now, () -> warnLate(group, now));
      }
    }
    sayWhatIsOver(now);
  }

  private void say(Subject subject, String name, long now, Runnable line) {
    Said before = said.get(subject);
    if (before == null) {
      if (said.size() >= OBJECTS_MAX) {
        return;
      }
      before = new Said(name);
      said.put(subject, before);
      before.millis = now - options.repeatMillis();
    }
    before.look = looks;
    before.isOver = false;
    if (now - before.millis >= options.repeatMillis()) {
      before.millis = now;
      line.run();
    }
  }

  /**
   * What is over is remembered until it may be said again, so that coming and going is not told
   * each time.
   */
  private void sayWhatIsOver(long now) {
    for (Iterator<Map.Entry<Subject, Said>> at = said.entrySet().iterator(); at.hasNext(); ) {
      Map.Entry<Subject, Said> entry = at.next();
      Said last = entry.getValue();
      if (last.look == looks) {
        continue;
      }
      if (!last.isOver) {
        last.isOver = true;
        LOG.info("RWQ-0504 over: {} {}", last.name, claim(entry.getKey().kind()));
      }
      if (now - last.millis >= options.repeatMillis()) {
        at.remove();
      }
    }
  }

  private static String claim(Kind kind) {
    return switch (kind) {
      case SLOW -> "goes on, or is gone";
      case FAR_BEHIND -> "is not far behind any more";
      case LATE -> "has no message that old any more";
    };
  }

  private static void warn(SlowConsumer slow) {
    LOG.warn(
        "RWQ-0501 slow: {} has held {} messages for {} s, and {} more wait",
        consumer(slow),
        slow.held(),
        slow.heldMillis() / 1_000,
        slow.waiting());
  }

  private static void warnFarBehind(GroupFigures group) {
    LOG.warn(
        "RWQ-0502 far behind: {} has {} messages that are not settled, {} consumers, {} in flight",
        name(group),
        group.backlog(),
        group.consumers(),
        group.inFlight());
  }

  private static void warnLate(GroupFigures group, long now) {
    LOG.warn(
        "RWQ-0503 late: the oldest message of {} is {} s old and not settled; {} consumers, {} in"
            + " flight",
        name(group),
        (now - group.oldestMillis()) / 1_000,
        group.consumers(),
        group.inFlight());
  }

  private static String consumer(SlowConsumer slow) {
    return "session "
        + slow.session()
        + " of connection "
        + HexFormat.of().toHexDigits(slow.connectionId())
        + " as a consumer of group "
        + slow.group()
        + " on "
        + slow.destination();
  }

  private static String name(GroupFigures group) {
    return "group " + group.name() + " on " + group.destination();
  }
}
