// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.dist.Commands;
import io.rewindmq.dist.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, built, unpacked layer by layer, and run as a container would be: another root that is
 * read-only, no user of this machine, volumes for data and temporary files.
 */
class ImageIT {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  private static final String SECONDS = "1735689600";

  /** What a container engine does before it starts the program. */
  private static final String CONTAINER =
      """
      mount --bind "$ROOT" "$ROOT"
      mount -t proc proc "$ROOT/proc"
      mount --bind /dev "$ROOT/dev"
      mount -t tmpfs tmpfs "$ROOT/tmp"
      mount --bind "$DATA" "$ROOT/var/lib/rewindmq"
      mount -o remount,ro,bind "$ROOT"
      if touch "$ROOT/opt/x" 2>/dev/null; then exit 9; fi
      exec chroot --userspec=7672:7672 "$ROOT" /usr/bin/env -i "$@"
      """;

  @TempDir private Path folder;

  private Commands.Ended run(List<String> command) {
    return Commands.run(folder, ENVIRONMENT, command);
  }

  private void mayBuild() {
    boolean isRoot = System.getProperty("user.name").equals("root");
    assumeThat(isRoot && Files.isExecutable(Path.of("/usr/bin/apt-get")))
        .as("this is root of a Debian machine")
        .isTrue();
    assumeThat(run(List.of("unshare", "--mount", "--pid", "--fork", "true")).status())
        .as("root may have mounts of its own here")
        .isZero();
  }

  @Test
  void runsReadOnlyAsNobodyOfThisMachine()
      throws IOException,
          InterruptedException,
          java.util.concurrent.ExecutionException,
          com.google.cloud.tools.jib.api.RegistryException,
          com.google.cloud.tools.jib.api.CacheDirectoryCreationException,
          com.google.cloud.tools.jib.api.InvalidImageReferenceException {
    mayBuild();
    Path stage;
    try (Stream<Path> stages = Files.list(Path.of("target/stage").toAbsolutePath())) {
      stage = stages.findFirst().orElseThrow();
    }
    Path made = folder.resolve("made");
    Commands.Ended root =
        run(
            List.of(
                Path.of("src/main/image/root.sh").toAbsolutePath().toString(),
                stage.toString(),
                Commands.javaHome().toString(),
                made.toString(),
                SECONDS));
    assertThat(root.status()).as(root.output()).isZero();
    Path tar = folder.resolve("image.tar");
    Image.main(new String[] {made.toString(), tar.toString(), "1", "2025-01-01T00:00:00Z"});

    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
    JsonNode config = unpack(tar, unpacked).path("config");
    assertThat(config.path("User").asText()).isEqualTo("7672:7672");
    assertThat(config.path("Volumes").has("/var/lib/rewindmq")).isTrue();
    assertThat(config.path("ExposedPorts").has("7672/tcp")).isTrue();
    try (Stream<Path> all = Files.walk(unpacked)) {
      assertThat(all.filter(ImageIT::isSetUser)).as("programs that raise rights").isEmpty();
    }
    runs(unpacked, config);
  }

  private static boolean isSetUser(Path path) {
    try {
      return Files.isRegularFile(path)
          && ((int) Files.getAttribute(path, "unix:mode") & 06000) != 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Unpacks the layers in their order and returns the image's configuration. */
  private JsonNode unpack(Path tar, Path to) throws IOException {
    Path image = Files.createDirectories(folder.resolve("oci"));
    done(run(List.of("tar", "xf", tar.toString(), "-C", image.toString())));
    ObjectMapper json = new ObjectMapper();
    JsonNode index = json.readTree(image.resolve("index.json").toFile());
    JsonNode manifest = json.readTree(blob(image, index.path("manifests").get(0)).toFile());
    assertThat(manifest.path("layers")).hasSize(3);
    for (JsonNode layer : manifest.path("layers")) {
      Path archive = blob(image, layer);
      done(run(List.of("tar", "xzpf", archive.toString(), "-C", to.toString())));
    }
    return json.readTree(blob(image, manifest.path("config")).toFile());
  }

  private static Path blob(Path image, JsonNode descriptor) {
    return image.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private static void done(Commands.Ended ended) {
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  private void runs(Path root, JsonNode config) throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data"));
    done(run(List.of("chown", "7672:7672", data.toString())));
    int http = RunningServer.freePort();
    int messaging = RunningServer.freePort();
    List<String> server = container(root, data, config);
    server.addAll(
        List.of(
            "REWIND_LISTEN_HOST=127.0.0.1",
            "REWIND_HTTP_HOST=127.0.0.1",
            "REWIND_LISTEN_PORT=" + messaging,
            "REWIND_HTTP_PORT=" + http,
            // on: it ends when the start-up cache can't be used
            "REWIND_JVM_OPTIONS=-XX:AOTMode=on"));
    config.path("Entrypoint").forEach(word -> server.add(word.asText()));
    config.path("Cmd").forEach(word -> server.add(word.asText()));
    try (RunningServer running = RunningServer.start(folder, ENVIRONMENT, server, http)) {
      assertThat(running.output()).contains("data in /var/lib/rewindmq/data");
      List<String> client = container(root, data, config);
      client.add("/opt/rewindmq/bin/rewind");
      String url = "--url=rewind://127.0.0.1:" + messaging;
      done(run(with(client, "send", url, "orders", "hello from inside")));
      Commands.Ended received = run(with(client, "receive", url, "orders"));
      assertThat(received.output()).contains("hello from inside");
      assertThat(data.resolve("data/journal")).isDirectory();
    }
  }

  private static List<String> with(List<String> command, String... words) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(words));
    return all;
  }

  private static List<String> container(Path root, Path data, JsonNode config) {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-euc"));
    command.add("ROOT=" + root + "\nDATA=" + data + "\n" + CONTAINER);
    command.add("container");
    config.path("Env").forEach(variable -> command.add(variable.asText()));
    return command;
  }
}
