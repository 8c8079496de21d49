// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Artemis from Maven Central.
 *
 * @param home the unpacked distribution
 * @param clientJars the Jakarta Messaging client and what it needs
 */
record ArtemisDownload(Path home, List<Path> clientJars) {
  private static final String VERSION = "2.56.0";

  static ArtemisDownload into(Installation installation) throws IOException, InterruptedException {
    Fetched fetched = new Fetched(installation, "cli/src/bench/artemis/pom.xml");
    List<Path> client = fetched.jars("artemis-client-" + VERSION);
    Path home = fetched.folder().resolve("apache-artemis-" + VERSION);
    if (!Files.isDirectory(home)) {
      fetched.unpack(
          "org.apache.artemis:apache-artemis:" + VERSION + ":tar.gz:bin",
          "apache-artemis-" + VERSION + "-bin.tar.gz");
    }
    return new ArtemisDownload(home, client);
  }
}
