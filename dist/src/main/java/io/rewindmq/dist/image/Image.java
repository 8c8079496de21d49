// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Packs a file system, which {@code root.sh} has made, as an OCI image in a tar: three layers that
 * change more often the higher they lie. Runs as user 7672, writes to {@code /var/lib/rewindmq} and
 * {@code /tmp} only.
 */
public final class Image {
  private static final String USER = "7672:7672";
  private static final String HOME = "/opt/rewindmq";
  private static final String DATA = "/var/lib/rewindmq";

  private final Path root;
  private final Instant time;

  private Image(Path root, Instant time) {
    this.root = root;
    this.time = time;
  }

  /**
   * The program.
   *
   * @param arguments file system, tar to be made, version, time of all files (ISO 8601)
   */
  public static void main(String[] arguments)
      throws IOException,
          InterruptedException,
          ExecutionException,
          RegistryException,
          CacheDirectoryCreationException,
          InvalidImageReferenceException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException(
          "expected file system, tar, version and time, got " + List.of(arguments));
    }
    Image image = new Image(Path.of(arguments[0]).toRealPath(), Instant.parse(arguments[3]));
    image.write(Path.of(arguments[1]), arguments[2]);
  }

  private void write(Path tar, String version)
      throws IOException,
          InterruptedException,
          ExecutionException,
          RegistryException,
          CacheDirectoryCreationException,
          InvalidImageReferenceException {
    String architecture = System.getProperty("os.arch").replace("aarch64", "arm64");
    JibContainerBuilder image =
        Jib.fromScratch()
            .setPlatforms(Set.of(new Platform(architecture, "linux")))
            .setFormat(ImageFormat.OCI)
            .setCreationTime(time)
            .addFileEntriesLayer(layer("debian", path -> !path.startsWith("/opt")))
            .addFileEntriesLayer(layer("java", path -> path.startsWith("/opt/java")))
            .addFileEntriesLayer(layer("rewindmq", path -> path.startsWith(HOME)))
            .setUser(USER)
            .setWorkingDirectory(AbsoluteUnixPath.get(DATA))
            .addVolume(AbsoluteUnixPath.get(DATA))
            .setExposedPorts(Port.tcp(7672), Port.tcp(7680))
            .setEntrypoint(HOME + "/bin/rewind")
            .setProgramArguments("server")
            .setEnvironment(environment())
            .setLabels(labels(version));
    Path cache = Files.createTempDirectory("image");
    image.containerize(
        Containerizer.to(TarImage.at(tar).named("rewindmq/rewindmq:" + version))
            .setOfflineMode(true)
            .setBaseImageLayersCache(cache)
            .setApplicationLayersCache(cache));
  }

  /** Others reach a container, so its first start wants an administrator. */
  private static Map<String, String> environment() {
    return Map.of(
        "PATH",
        HOME + "/bin:/opt/java/bin:/usr/bin:/bin",
        "HOME",
        DATA,
        "REWIND_JAVA_HOME",
        "/opt/java",
        "REWIND_DATA_DIR",
        DATA + "/data",
        "REWIND_LISTEN_HOST",
        "0.0.0.0",
        "REWIND_HTTP_HOST",
        "0.0.0.0");
  }

  private static Map<String, String> labels(String version) {
    return Map.of(
        "org.opencontainers.image.title", "RewindMQ",
        "org.opencontainers.image.version", version,
        "org.opencontainers.image.licenses", "Apache-2.0");
  }

  /** The paths that are wanted, with their own permissions; links become what they lead to. */
  private FileEntriesLayer layer(String name, Predicate<String> isWanted) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    List<Path> all;
    try (Stream<Path> found = Files.walk(root)) {
      all = found.filter(path -> !path.equals(root)).sorted().toList();
    }
    for (Path path : all) {
      String inImage = "/" + root.relativize(path);
      if (isWanted.test(inImage) && Files.exists(path)) {
        int mode = (int) Files.getAttribute(path, "unix:mode") & 07777;
        layer.addEntry(
            path,
            AbsoluteUnixPath.get(inImage),
            FilePermissions.fromOctalString("%o".formatted(mode & 0777)),
            time,
            inImage.startsWith(DATA) ? USER : "");
      }
    }
    return layer.build();
  }
}
