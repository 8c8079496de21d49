// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.journal.JournalCheck;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages a folder of the real engine in every way, and looks what the doctor makes of it: found,
 * repaired, sound, and nothing lost but what is named.
 */
class DoctorTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final int HEADER = 4096;

  private final SimDisk disk = new SimDisk(1);
  private final Map<String, List<Long>> sent = new HashMap<>();

  @BeforeEach
  void fill() {
    DoctorWorld world = new DoctorWorld(disk);
    int orders = world.queue("orders").id();
    int bills = world.queue("bills").id();
    for (int i = 0; i < 14; i++) {
      world.send(orders, 10);
      world.send(bills, 3);
    }
    disk.replace("db.mv.db", "H:2,block:3".getBytes(StandardCharsets.US_ASCII));
    world.stop();
    sent.put("orders", world.sent.get(orders));
    sent.put("bills", world.sent.get(bills));
  }

  private static SimDisk copyOf(SimDisk from) {
    SimDisk copy = new SimDisk(2);
    from.files().forEach(file -> copy.replace(file, from.bytes(file)));
    return copy;
  }

  private List<String> files(String start, String end) {
    return disk.files().stream().filter(f -> f.startsWith(start) && f.endsWith(end)).toList();
  }

  private static Map<String, ByteBuffer> contents(SimDisk of) {
    Map<String, ByteBuffer> all = new HashMap<>();
    of.files().forEach(file -> all.put(file, ByteBuffer.wrap(of.bytes(file))));
    return all;
  }

  private static List<Finding> damageIn(SimDisk on) {
    try (Examination found = Examination.of(on)) {
      return found.findings().stream().filter(Finding::isDamage).toList();
    }
  }

  /** Repairs; the folder is sound then, and the originals are in the quarantine. */
  private static List<Finding> repair(SimDisk on) {
    Map<String, ByteBuffer> before = contents(on);
    List<Finding> findings;
    String saved;
    try (Examination found = Examination.of(on)) {
      findings = found.findings();
      assertThat(contents(on)).isEqualTo(before);
      assertThat(found.steps()).as("steps for %s", findings).isNotEmpty();
      saved = Repair.apply(on, found.steps(), NOW);
    }
    Map<String, ByteBuffer> after = contents(on);
    before.forEach(
        (file, bytes) -> {
          if (!bytes.equals(after.get(file)) && !file.endsWith(".free")) {
            assertThat(after.get(saved + "/" + file)).as(file).isEqualTo(bytes);
          }
        });
    try (Examination found = Examination.of(on)) {
      assertThat(found.findings()).as("after %s", findings).noneMatch(Finding::isDamage);
    }
    return findings;
  }

  /** Starts the engine; returns how many messages are lost. */
  private int lost(SimDisk on) {
    DoctorWorld world = new DoctorWorld(on);
    int lost = 0;
    for (Map.Entry<String, List<Long>> entry : sent.entrySet()) {
      Optional<DestinationView> queue = world.find(entry.getKey());
      List<Long> left = new ArrayList<>(entry.getValue());
      if (queue.isPresent()) {
        List<Long> received = world.receive(queue.get(), true);
        assertThat(entry.getValue()).containsSubsequence(received);
        left.removeAll(received);
        world.send(queue.get().id(), 2);
        assertThat(world.receive(queue.get(), true)).isEqualTo(world.sent.get(queue.get().id()));
      }
      lost += left.size();
    }
    assertThat(world.faults()).isEmpty();
    world.stop();
    return lost;
  }

  private static void assertNames(List<Finding> findings, String file, int byteAt, int within) {
    assertThat(findings)
        .as("byte %s of %s", byteAt, file)
        .anyMatch(
            f -> f.file().equals(file) && f.offset() <= byteAt && f.offset() > byteAt - within);
  }

  @Test
  void aFolderAfterAnOrderlyStopIsSound() {
    Map<String, ByteBuffer> before = contents(disk);
    try (Examination found = Examination.of(disk)) {
      assertThat(found.findings()).noneMatch(Finding::isDamage);
      assertThat(found.steps()).isEmpty();
      assertThat(found.extent()).contains("2 partitions", "1620 messages in logs");
    }
    assertThat(contents(disk)).isEqualTo(before);
    assertThat(lost(disk)).isZero();
  }

  @Test
  void everyFlippedBitOfALogIsFoundAndCostsOneMessageAtMost() {
    for (String file : List.of(files("log/1/", ".log").get(3), files("log/2/", ".log").getLast())) {
      int size = disk.bytes(file).length;
      for (int at = 0; at < size; at += 97) {
        SimDisk damaged = copyOf(disk);
        damaged.flipBit(file, at * 8 + at % 8);
        assertNames(repair(damaged), file, at, 4000);
        // a head is that of a run of ten
        assertThat(lost(damaged)).isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void everyFlippedBitOfAnIndexIsFoundAndCostsNothing() {
    String file = files("log/1/", ".index").get(3);
    int size = disk.bytes(file).length;
    for (int at = 0; at < size; at += 5) {
      SimDisk damaged = copyOf(disk);
      damaged.flipBit(file, at * 8 + at % 8);
      assertNames(repair(damaged), file, at, 24);
      assertThat(lost(damaged)).isZero();
    }
  }

  @Test
  void everyFlippedBitOfAJournalIsFoundOrMeansNothing() {
    for (String file : files("journal/", ".jnl")) {
      byte[] bytes = disk.bytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      for (int at = 0; at < end; at += at < 24 ? 3 : 1501) {
        SimDisk damaged = copyOf(disk);
        damaged.flipBit(file, at * 8 + at % 8);
        List<Finding> found = damageIn(damaged);
        if (!found.isEmpty()) {
          assertNames(found, file, at, 5000);
          repair(damaged);
        }
        int lost = lost(damaged);
        // a bit of the last batch can't be told from a torn tail
        assertThat(lost).as("%s of %s", at, file).isLessThanOrEqualTo(found.isEmpty() ? 10 : 0);
        assertThat(found).hasSizeLessThanOrEqualTo(1);
        if (at < HEADER) {
          assertThat(found.isEmpty()).isEqualTo(at >= 24);
        }
      }
    }
  }

  @Test
  void aTornTailIsANote() {
    String file;
    try (JournalCheck journal = JournalCheck.open(disk, "journal")) {
      long[] last = {0};
      journal.run((position, kind, version, payload) -> last[0] = position);
      file = journal.fileOf(last[0]);
      disk.flipBit(file, (int) journal.fileOffset(last[0]) * 8);
    }
    try (Examination found = Examination.of(disk)) {
      assertThat(found.isSound()).isTrue();
      assertThat(found.findings())
          .anyMatch(f -> f.file().equals(file) && f.found().contains("incomplete batch"));
    }
  }

  @Test
  void aMissingSegmentOfALogCostsWhatWasInIt() {
    for (String file : files("log/", ".log")) {
      SimDisk damaged = copyOf(disk);
      damaged.delete(file);
      boolean isFirst = file.endsWith("/00000000000000000000.log");
      // as if retention had taken it
      assertThat(damageIn(damaged).isEmpty()).as(file).isEqualTo(isFirst);
      if (!isFirst) {
        repair(damaged);
      }
      assertThat(lost(damaged)).as(file).isBetween(10, 70);
    }
  }

  @Test
  void aMissingIndexCostsNothing() {
    for (String file : files("log/1/", ".index")) {
      disk.delete(file);
    }
    assertThat(damageIn(disk)).isEmpty();
    assertThat(lost(disk)).isZero();
  }

  @Test
  void aMissingSegmentOfTheJournalIsNamed() {
    List<String> segments = files("journal/", ".jnl");
    SimDisk damaged = copyOf(disk);
    damaged.delete(segments.get(1));
    List<Finding> findings = repair(damaged);
    assertThat(findings).anyMatch(f -> f.isDamage() && f.file().equals(segments.get(1)));
    assertThat(lost(damaged)).isPositive();
  }

  @Test
  void damagedBatchesOfTheJournalCostWhatWasInThem() {
    String file = files("journal/", ".jnl").getFirst();
    for (int at = HEADER + 64; at < HEADER + 50_000; at += 4999) {
      SimDisk damaged = copyOf(disk);
      for (int i = 0; i < 40; i++) {
        damaged.flipBit(file, (at + i * 50) * 8 + i % 8);
      }
      List<Finding> findings = repair(damaged);
      assertNames(findings, file, at + 1950, 5000);
      int lost = lost(damaged);
      assertThat(lost).as("%s", findings).isLessThanOrEqualTo(20);
      if (lost > 0) {
        assertThat(findings).anyMatch(f -> f.expected().startsWith("the messages of queue"));
      }
    }
  }

  @Test
  void withoutAnyJournalTheDoctorWarnsAndDoesNothing() {
    disk.deleteDirectory("journal");
    try (Examination found = Examination.of(disk)) {
      assertThat(found.findings())
          .anyMatch(f -> f.isDamage() && f.meaning().contains("deletes all logs"));
      assertThat(found.steps()).isEmpty();
    }
  }

  @Test
  void aFileCutShortIsNamed() {
    List<String> all = new ArrayList<>(files("journal/", ".jnl"));
    all.addAll(files("log/", ".log"));
    for (String file : all) {
      SimDisk damaged = copyOf(disk);
      damaged.replace(file, Arrays.copyOf(disk.bytes(file), disk.bytes(file).length / 2));
      assertThat(repair(damaged)).anyMatch(f -> f.isDamage() && f.file().equals(file));
      assertThat(lost(damaged)).as(file).isLessThanOrEqualTo(90);
    }
  }

  @Test
  void aDamagedDatabaseIsToldAndLeftAlone() {
    disk.replace("db.mv.db", new byte[100]);
    try (Examination found = Examination.of(disk)) {
      assertThat(found.findings()).anyMatch(f -> f.isDamage() && f.file().equals("db.mv.db"));
      assertThat(found.steps()).isEmpty();
    }
  }

  @Test
  void anUnfinishedRepairMustBeLookedAtFirst() {
    disk.flipBit(files("log/1/", ".log").get(1), 8000);
    disk.stopAt(disk.operations() + 40);
    try (Examination found = Examination.of(disk)) {
      assertThatThrownBy(() -> Repair.apply(disk, found.steps(), NOW))
          .isInstanceOf(SimDisk.MachineStopped.class);
    }
    disk.kill();
    try (Examination found = Examination.of(disk)) {
      assertThat(found.findings()).anyMatch(f -> f.file().endsWith("/unfinished"));
      assertThat(found.steps()).isEmpty();
    }
  }

  @Test
  void aRepairWithoutRoomChangesNothing() {
    disk.flipBit(files("log/1/", ".log").get(1), 8000);
    disk.setFreeBytes(1000);
    Map<String, ByteBuffer> before = contents(disk);
    try (Examination found = Examination.of(disk)) {
      assertThatThrownBy(() -> Repair.apply(disk, found.steps(), NOW))
          .isInstanceOf(NotCheckedException.class);
    }
    assertThat(contents(disk)).isEqualTo(before);
  }

  @Test
  void swappedFilesGetTheirPlacesBack() {
    swapAndRepair(files("journal/", ".jnl").get(0), files("journal/", ".jnl").get(1));
    swapAndRepair(files("log/1/", ".log").get(2), files("log/1/", ".log").get(5));
    swapAndRepair(files("log/1/", ".log").get(2), files("log/2/", ".log").get(2));
    swapAndRepair(files("log/1/", ".index").get(2), files("log/1/", ".index").get(3));
  }

  private void swapAndRepair(String one, String other) {
    SimDisk damaged = copyOf(disk);
    damaged.replace(one, disk.bytes(other));
    damaged.replace(other, disk.bytes(one));
    List<Finding> findings = repair(damaged);
    assertThat(findings).anyMatch(f -> f.file().equals(one)).anyMatch(f -> f.file().equals(other));
    assertThat(lost(damaged)).isZero();
  }

  @Test
  void aFolderThatNoDestinationOwnsGoesToTheQuarantine() {
    disk.replace("log/77/0/00000000000000000000.log", disk.bytes(files("log/1/", ".log").get(0)));
    disk.replace("notes.txt", new byte[] {1});
    List<Finding> findings = repair(disk);
    assertThat(findings).anyMatch(f -> f.file().equals("log/77/0"));
    assertThat(findings).anyMatch(f -> f.file().equals("notes.txt"));
    assertThat(disk.files()).noneMatch(f -> f.startsWith("log/77"));
    assertThat(lost(disk)).isZero();
  }

  @Test
  void anEmptyFolderIsNoDataFolder() {
    assertThatThrownBy(() -> Examination.of(new SimDisk(1)))
        .isInstanceOf(NotCheckedException.class);
  }

  /** Destroys the n-th entry of a kind; the journal had it on the device. */
  private static void destroy(SimDisk on, byte wanted, int index, int bytes) {
    List<Long> found = new ArrayList<>();
    try (JournalCheck journal = JournalCheck.open(on, "journal")) {
      journal.run(
          (position, kind, version, payload) -> {
            if (kind == wanted) {
              found.add(position);
            }
          });
      String file = journal.fileOf(found.get(index));
      for (int i = 0; i < bytes; i += 7) {
        on.flipBit(file, ((int) journal.fileOffset(found.get(index)) + i) * 8 + i % 8);
      }
    }
  }

  private SimDisk withTransaction() {
    SimDisk small = new SimDisk(3);
    DoctorWorld world = new DoctorWorld(small);
    int orders = world.queue("orders").id();
    world.send(orders, 2);
    long first = world.nextValue();
    for (int i = 0; i < 3; i++) {
      world.stage(orders, 5);
    }
    world.commit(orders, 5, first, 30);
    world.send(orders, 2);
    world.stop();
    sent.clear();
    sent.put("orders", world.sent.get(orders));
    return small;
  }

  @Test
  void aTransactionThatLostAPartIsReadAroundIt() {
    SimDisk small = withTransaction();
    destroy(small, EventCodec.STAGED, 1, 2100);
    assertThat(repair(small)).anyMatch(f -> f.expected().contains("offsets 30 to 39"));
    assertThat(lost(small)).isEqualTo(10);
  }

  @Test
  void messagesOfADamagedBatchThatAreWholeAreKept() {
    SimDisk small = withTransaction();
    destroy(small, EventCodec.STAGED, 1, 30);
    repair(small);
    assertThat(lost(small)).isZero();
  }

  @Test
  void offsetsThatWereUsedAreNotGivenOutAgain() {
    SimDisk small = new SimDisk(3);
    DoctorWorld world = new DoctorWorld(small);
    int orders = world.queue("orders").id();
    world.send(orders, 3);
    assertThat(world.receive(world.find("orders").orElseThrow(), true)).hasSize(30);
    world.stop();
    new DoctorWorld(small).stop();
    destroy(small, EventCodec.APPENDED, 2, 2000);
    assertThat(repair(small)).anyMatch(f -> f.found().equals("only traces of them"));
    sent.clear();
    sent.put("orders", List.of());
    assertThat(lost(small)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatAPowerFailureLeavesIsNoDamage(long seed) {
    SimDisk crashed = new SimDisk(seed);
    crashed.stopAt(40 + seed * seed * 17);
    try {
      DoctorWorld world = new DoctorWorld(crashed);
      int orders = world.queue("orders").id();
      for (int i = 0; i < 20; i++) {
        world.send(orders, 10);
        assertThat(world.receive(world.find("orders").orElseThrow(), i % 2 == 0)).isNotEmpty();
      }
      world.stop();
    } catch (SimDisk.MachineStopped e) {
      crashed.crash();
    }
    // an index is never forced: anything may be in it
    assertThat(damageIn(crashed)).allMatch(f -> f.file().endsWith(".index"));
    new DoctorWorld(crashed).stop();
    assertThat(damageIn(crashed)).isEmpty();
  }
}
