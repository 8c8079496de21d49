// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of settings is the one that the code makes. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.md");

  @Test
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, ConfigurationPage.text());
    }

    assertThat(PAGE)
        .as(
            "renew it with ./mvnw -pl :rewindmq-server test -Dtest=ConfigurationPageTest"
                + " -Ddocs.write=true")
        .hasContent(ConfigurationPage.text());
  }
}
