// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Makes the archive of the distribution out of what the other modules have built:
 *
 * <pre>
 *  bin/rewind          everything a user runs; rewind beside it is a link to it
 *  client/             the JMS client
 *  conf/               settings of the server, all commented out
 *  docs/ monitoring/   as in the source tree
 *  helm/               the chart
 *  lib/                server, command line, options of the JVM
 *  licenses/           licences and notices of what is in lib/
 *  sbom/               bill of materials (CycloneDX)
 *  systemd/            a unit
 *  SHA256SUMS          of every file
 * </pre>
 *
 * The same sources give the same bytes: names are sorted, and times, owners and permissions are
 * fixed.
 */
public final class Distribution {
  private static final Set<String> OF_ONE_MACHINE =
      Set.of("server.aot", "quarkus-app-dependencies.txt");

  private final Path root;
  private final Path target;
  private final String version;

  private Distribution(Path root, Path target, String version) {
    this.root = root;
    this.target = target;
    this.version = version;
  }

  /**
   * The program.
   *
   * @param arguments source tree, folder for what is made, version, time of all files (ISO 8601)
   */
  public static void main(String[] arguments) {
    if (arguments.length != 4) {
      throw new IllegalArgumentException(
          "expected source tree, target folder, version and time, got " + List.of(arguments));
    }
    try {
      Path root = Path.of(arguments[0]).toRealPath();
      Distribution made = new Distribution(root, Path.of(arguments[1]), arguments[2]);
      made.run(Instant.parse(arguments[3]));
    } catch (IOException e) {
      throw new UncheckedIOException("the distribution could not be made", e);
    }
  }

  private void run(Instant time) throws IOException {
    String name = "rewindmq-" + version;
    Path folder = target.resolve("stage").resolve(name);
    StagedFolder stage = StagedFolder.empty(folder);
    programs(stage);
    documents(stage);
    Path bill = target.resolve("bom.xml");
    stage.file(target.resolve("bom.json"), "sbom/" + name + ".cdx.json");
    new ThirdParties(bill, root.resolve("dist/src/main/licenses"))
        .write(folder.resolve("lib"), folder.resolve("licenses"));
    Files.writeString(folder.resolve("SHA256SUMS"), Checksums.ofTree(folder));
    Path archive = target.resolve(name + ".tar.gz");
    ReproducibleArchive.write(folder, archive, time);
    Files.writeString(
        target.resolve(name + ".tar.gz.sha256"), Checksums.line(archive, name + ".tar.gz"));
  }

  private void programs(StagedFolder stage) throws IOException {
    stage.file(root.resolve("rewind"), "bin/rewind");
    stage.link("rewind", "bin/rewind");
    stage.tree(root.resolve("target/quarkus-app"), "lib/server", OF_ONE_MACHINE);
    stage.file(root.resolve("cli/target/rewindmq-cli.jar"), "lib/cli/rewindmq-cli.jar");
    stage.tree(root.resolve("cli/target/lib"), "lib/cli/lib", Set.of());
    stage.tree(root.resolve("src/main/jvm"), "lib/jvm", Set.of());
    String client = "rewindmq-jms-" + version + ".jar";
    stage.file(root.resolve("jms-adapter/target").resolve(client), "client/" + client);
  }

  private void documents(StagedFolder stage) throws IOException {
    stage.tree(root.resolve("dist/src/main/files"), "", Set.of());
    stage.tree(root.resolve("docs"), "docs", Set.of("decisions"));
    stage.tree(root.resolve("monitoring"), "monitoring", Set.of());
    stage.tree(root.resolve("helm"), "helm", Set.of());
    for (String file : List.of("LICENSE", "NOTICE", "CHANGELOG.md", "README.md")) {
      stage.file(root.resolve(file), file);
    }
  }
}
