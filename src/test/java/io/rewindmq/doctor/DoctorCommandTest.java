// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.disk.FolderLock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real folder. */
class DoctorCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Doctor.run(
        List.of(arguments),
        new SimClock(1_700_000_000_000L),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private void fill() {
    SimDisk made = new SimDisk(1);
    DoctorWorld world = new DoctorWorld(made);
    world.send(world.queue("orders").id(), 100);
    world.stop();
    Disk real = new RealDisk(folder);
    for (String name : made.files()) {
      try (DiskFile file = real.open(name)) {
        file.write(ByteBuffer.wrap(made.bytes(name)), 0);
      }
    }
  }

  private void damageOneLog() throws IOException {
    Path log = folder.resolve("log/1/0/00000000000000000000.log");
    byte[] bytes = Files.readAllBytes(log);
    bytes[1000] ^= 4;
    Files.write(log, bytes);
  }

  @Test
  void aSoundFolderEndsWithZero() {
    fill();
    assertThat(run(folder.toString())).as(said()).isZero();
    assertThat(said()).contains(folder + ": sound (");
  }

  @Test
  void damageIsShownPlannedAndRepaired() throws IOException {
    fill();
    damageOneLog();
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(said())
        .contains("DAMAGE log/1/0/00000000000000000000.log at byte ", "queue orders, partition 0")
        .contains("1 damage, can be repaired with --repair")
        .doesNotContain("A repair would");
    assertThat(run(folder.toString(), "--repair")).isEqualTo(1);
    assertThat(said()).contains("A repair would:\n  1. log/1/0: write", "Nothing was changed");
    assertThat(folder.resolve("quarantine")).doesNotExist();
    assertThat(run(folder.toString(), "--repair", "--apply")).as(said()).isZero();
    assertThat(said()).contains("The originals are in quarantine/20231114-221320.");
    assertThat(folder.resolve("quarantine/20231114-221320/log/1/0/00000000000000000000.log"))
        .exists();
    assertThat(run(folder.toString())).isZero();
  }

  @Test
  void jsonIsOneObject() throws IOException {
    fill();
    damageOneLog();
    assertThat(run(folder.toString(), "--repair", "--json")).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(said());
    assertThat(answer.get("sound").asBoolean()).isFalse();
    assertThat(answer.get("applied").asBoolean()).isFalse();
    assertThat(answer.get("plan")).hasSize(1);
    assertThat(answer.get("findings"))
        .anyMatch(finding -> finding.get("severity").asText().equals("damage"));
  }

  @Test
  void aFolderInUseIsLeftAlone() {
    fill();
    try (FolderLock broker = FolderLock.tryLock(folder).orElseThrow()) {
      assertThat(broker).isNotNull();
      assertThat(run(folder.toString(), "--repair", "--apply")).isEqualTo(2);
      assertThat(said()).contains("in use by a running broker");
    }
  }

  @Test
  void whatIsNoDataFolderIsNotTouched() {
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(said()).contains("is not a data folder");
    assertThat(folder).isEmptyDirectory();
    assertThat(run(folder.resolve("missing").toString())).isEqualTo(2);
    assertThat(said()).contains("is no folder");
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @Test
  void badCommandLinesAreRefused() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("a", "b")).isEqualTo(2);
    assertThat(run("a", "--fix")).isEqualTo(2);
    assertThat(said()).contains("unknown option --fix");
    assertThat(run("a", "--apply")).isEqualTo(2);
    assertThat(said()).contains("--apply needs --repair");
    assertThat(run("--help")).isZero();
    assertThat(said()).contains("Usage: ./rewind doctor");
  }
}
