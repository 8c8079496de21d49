// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.dist.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive, unpacked into an empty folder and used with an environment that is all but empty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeAll
  void unpack(@TempDir Path forAll) throws IOException {
    folder = forAll;
    Path archive = archive();
    Ended sum = run(TARGET, List.of("sha256sum", "--check", archive.getFileName() + ".sha256"));
    assertThat(sum.status()).as(sum.output()).isZero();
    Ended tar = run(folder, List.of("tar", "xzf", archive.toString()));
    assertThat(tar.status()).as(tar.output()).isZero();
    try (Stream<Path> top = Files.list(folder)) {
      home = top.findFirst().orElseThrow();
    }
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private static Ended run(Path in, List<String> command) {
    return Commands.run(in, Commands.bareEnvironment(), command);
  }

  private Ended rewind(Path in, String... words) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/rewind").toString()));
    command.addAll(List.of(words));
    return run(in, command);
  }

  @Test
  void everyFileHasItsChecksum() throws IOException {
    Ended sums = run(home, List.of("sha256sum", "--check", "--quiet", "SHA256SUMS"));
    assertThat(sums.status()).as(sums.output()).isZero();

    try (Stream<Path> all = Files.walk(home)) {
      long files = all.filter(file -> Files.isRegularFile(file) && !isMadeLater(file)).count();
      // the list itself, and the link to bin/rewind, which counts as a file when followed
      assertThat(Files.readAllLines(home.resolve("SHA256SUMS"))).hasSize((int) files - 2);
    }
  }

  private static boolean isMadeLater(Path file) {
    return file.endsWith("server.aot");
  }

  @Test
  void theSameFolderGivesTheSameBytes() throws IOException {
    Path again = folder.resolveSibling(folder.getFileName() + "-again.tar.gz");
    Path stage = TARGET.resolve("stage").resolve(Objects.requireNonNull(home.getFileName()));
    ReproducibleArchive.write(stage, again, java.time.Instant.parse("2025-01-01T00:00:00Z"));
    try {
      assertThat(Files.mismatch(archive(), again)).isEqualTo(-1);
    } finally {
      Files.delete(again);
    }
  }

  @Test
  void demoTellsItsStoryFromTheLinkInTheRoot(@TempDir Path elsewhere) {
    Ended demo = run(elsewhere, List.of(home.resolve("rewind").toString(), "demo"));

    assertThat(demo.status()).as(demo.output()).isZero();
    assertThat(demo.output()).contains("All figures are right.");
  }

  @Test
  void serverReadsItsFileOfSettings(@TempDir Path elsewhere)
      throws IOException, InterruptedException {
    int http = RunningServer.freePort();
    Path settings = elsewhere.resolve("my.properties");
    Files.writeString(
        settings,
        "rewind.http.port=%d\nrewind.listen.port=0\nrewind.data-dir=%s\n"
            .formatted(http, elsewhere.resolve("mine")));
    Map<String, String> environment = new HashMap<>(Commands.bareEnvironment());
    environment.put("REWIND_CONFIG", settings.toString());
    List<String> command = List.of(home.resolve("bin/rewind").toString(), "server");
    try (RunningServer server = RunningServer.start(elsewhere, environment, command, http)) {
      String admin = "--admin=http://127.0.0.1:" + http;
      assertThat(rewind(elsewhere, "destination", "create", admin, "orders").status()).isZero();
      assertThat(rewind(elsewhere, "group", "list", admin).output()).contains("orders");
      assertThat(elsewhere.resolve("mine/journal")).isDirectory();
      assertThat(server.stop()).isEqualTo(143);
    }
    Ended doctor = rewind(elsewhere, "doctor", "mine");
    assertThat(doctor.status()).as(doctor.output()).isZero();

    Files.writeString(settings, "rewind.listen.prt=1\n");
    Ended wrong = Commands.run(elsewhere, environment, command);
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.output()).contains("rewind.listen.prt", "rewind.listen.port");
    Files.delete(settings);
    Ended missing = Commands.run(elsewhere, environment, command);
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.output()).contains("can't be read");
  }

  @Test
  void startCacheIsMadeAndUsed(@TempDir Path elsewhere) throws IOException, InterruptedException {
    Ended made = rewind(elsewhere, "start-cache");
    assertThat(made.status()).as(made.output()).isZero();
    assertThat(home.resolve("lib/server/server.aot")).isNotEmptyFile();

    int http = RunningServer.freePort();
    Map<String, String> environment = new HashMap<>(Commands.bareEnvironment());
    environment.put("REWIND_DATA_DIR", elsewhere.resolve("data").toString());
    environment.put("REWIND_LISTEN_PORT", "0");
    environment.put("REWIND_HTTP_PORT", Integer.toString(http));
    // on: the JVM ends when it can't use the cache
    environment.put("REWIND_JVM_OPTIONS", "-XX:AOTMode=on");
    List<String> command = List.of(home.resolve("bin/rewind").toString(), "server");
    try (RunningServer server = RunningServer.start(elsewhere, environment, command, http)) {
      assertThat(server.status("/q/health/live")).isEqualTo(200);
    }
  }

  @Test
  void commandsThatNeedSourcesSaySo(@TempDir Path elsewhere) {
    for (String command : List.of("test", "build", "microbench", "format", "dist", "image")) {
      Ended ended = rewind(elsewhere, command);
      assertThat(ended.status()).as(command).isEqualTo(2);
      assertThat(ended.output()).contains("needs the source tree");
    }
    Ended peers = rewind(elsewhere, "bench", "--peers=kafka", "--seconds=1");
    assertThat(peers.status()).isEqualTo(1);
    assertThat(peers.output()).contains("--peers=none");
    assertThat(rewind(elsewhere, "--help").output())
        .contains("server", "start-cache", "backup")
        .doesNotContain("./rewind test", "formats the Java sources");
  }

  @Test
  void everyLibraryIsInTheBillOfMaterialsAndHasALicence() throws IOException {
    List<String> rows = Files.readAllLines(home.resolve("licenses/THIRD-PARTY.md"));
    List<String> libraries = rows.stream().filter(row -> row.contains(":")).toList();
    assertThat(libraries).hasSizeGreaterThan(200);
    for (String row : libraries) {
      String[] cells = row.split("\\|", -1);
      assertThat(cells[2]).as(row).isNotBlank();
      assertThat(cells[3]).as(row).contains("[licence]");
      for (String link : cells[3].split(",", -1)) {
        String file = link.replaceFirst(".*\\((.*)\\).*", "$1").strip();
        assertThat(home.resolve("licenses").resolve(file)).isNotEmptyFile();
      }
    }
    Path bill = home.resolve("sbom").resolve(home.getFileName() + ".cdx.json");
    assertThat(Files.readString(bill)).contains("CycloneDX", "pkg:maven/com.h2database/h2@");
  }

  @Test
  void unitOfSystemdIsUnderstood() throws IOException {
    Path unit = home.resolve("systemd/rewindmq.service");
    String text = Files.readString(unit).replace("/opt/rewindmq/", home + "/");
    Path copy = Files.writeString(folder.resolve("rewindmq.service"), text);
    if (!Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
      assertThat(text).contains("ExecStart=" + home + "/bin/rewind server");
      return;
    }
    Ended checked = run(folder, List.of("systemd-analyze", "verify", copy.toString()));
    assertThat(checked.output().lines().filter(line -> line.contains("rewindmq.service")))
        .as("unknown directives, missing programs")
        .isEmpty();
  }
}
