// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.journal.JournalCheck;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.Pictured;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.shard.upkeep.Recovery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The state that a start would find: every entry that can be read, applied as the broker applies
 * it.
 */
@AnyThread // confined to the examination
final class JournalReplay implements AutoCloseable {
  private final JournalCheck journal;
  private final ShardState state = new ShardState();
  private final List<Finding> findings = new ArrayList<>();
  private final boolean hasStrays;
  private int unusableEntries;

  JournalReplay(Disk disk) {
    this.journal = JournalCheck.open(disk, DataFolder.JOURNAL);
    try {
      journal.run(this::apply);
    } catch (CorruptDataException e) {
      unusable(e.position(), e.file(), String.valueOf(e.getMessage()));
    }
    this.hasStrays = state.strayRuns() > 0;
    state.recovered();
    journal.faults().forEach(this::tell);
    if (!lostPictures().isEmpty()) {
      oldestPartMissing();
    }
  }

  JournalCheck journal() {
    return journal;
  }

  ShardState state() {
    return state;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Whether there are messages of destinations that the journal does not know. */
  boolean hasStrays() {
    return hasStrays;
  }

  /** What every journal has, and this one has lost. */
  List<ShardEvent> lostPictures() {
    boolean isLost = journal.entries() > 0 && state.facts().picturePosition() == Pictured.GONE;
    return isLost ? state.facts().picture() : List.of();
  }

  /** Whether the journal is sound, or its mends make it so. */
  boolean isTrusted() {
    return unusableEntries == 0 && journal.isMendable() && !journal.isEmpty();
  }

  private void apply(long position, byte kind, byte version, ByteBuffer payload) {
    try {
      Recovery.apply(state, position, kind, version, payload);
    } catch (CorruptDataException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | InvariantError e) {
      unusable(
          journal.fileOffset(position), journal.fileOf(position), String.valueOf(e.getMessage()));
    }
  }

  private void unusable(long offset, String file, String found) {
    unusableEntries++;
    findings.add(
        new Finding(
            Severity.DAMAGE,
            file,
            offset,
            "an entry of this version of the broker",
            found,
            "The checksum is right, so these bytes were written so: by a newer broker, or by a"
                + " defect. A broker of this version does not start.",
            ""));
  }

  private void oldestPartMissing() {
    findings.add(
        new Finding(
            Severity.DAMAGE,
            DataFolder.JOURNAL,
            0,
            "a picture of what belongs to no destination",
            "none from position " + journal.startPosition() + " on",
            "A part of the journal is missing that every journal has. Destinations, subscriptions"
                + " and messages that are told of there only are lost.",
            "write it again, as far as it is known"));
  }

  private void tell(JournalCheck.Fault fault) {
    Severity severity = fault.isDamage() ? Severity.DAMAGE : Severity.NOTE;
    List<String> repairs =
        journal.mends().stream()
            .filter(mend -> mend.file().equals(fault.file()))
            .map(mend -> mend.text())
            .toList();
    findings.add(
        new Finding(
            severity,
            fault.file(),
            fault.fileOffset(),
            fault.expected(),
            fault.found(),
            meaning(fault),
            fault.isDamage() ? String.join("; ", repairs) : ""));
  }

  private static String meaning(JournalCheck.Fault fault) {
    return switch (fault.kind()) {
      case HEADER -> "The broker does not start. The entries behind the header are not concerned.";
      case NAME -> "The broker does not start: the file was renamed, or swapped with another one.";
      case SIZE -> "The file was cut; it has had its full size since it was made.";
      case MISSING ->
          "The broker does not start. What was in the file is lost; lost messages are named below.";
      case BATCH ->
          "The broker does not start. Lost with these bytes: messages (named below), transactions,"
              + " acknowledgements (what they were for comes again), changes of destinations and"
              + " subscriptions.";
      case BIT -> "The broker does not start. The checksum tells which bit it is; nothing is lost.";
      case TORN ->
          "Normal after a crash or a power failure: nobody was told that it was stored. After an"
              + " orderly stop it would be damage.";
      case LEFTOVER -> "The next start deletes it.";
      case UNKNOWN -> "The broker does not look at it.";
    };
  }

  @Override
  public void close() {
    journal.close();
  }
}
