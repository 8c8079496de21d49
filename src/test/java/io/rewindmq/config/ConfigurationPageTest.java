// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The page of settings, and the file with all of them, are those that the code makes. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.md");
  private static final Path FILE = Path.of("dist/src/main/files/conf/rewindmq.properties");

  @Test
  void pageIsUpToDate() throws IOException {
    isUpToDate(PAGE, ConfigurationPage.text());
  }

  @Test
  void fileIsUpToDate() throws IOException {
    isUpToDate(FILE, ConfigurationFile.text());
  }

  @Test
  void fileWithEveryLineSwitchedOnHasNothingButKnownKeysWithTheirDefaults() throws IOException {
    String all = ConfigurationFile.text().replaceAll("(?m)^#(?=[a-z])", "");
    Properties settings = new Properties();
    settings.load(new StringReader(all));

    List<String> names = List.copyOf(settings.stringPropertyNames());
    assertThat(names).hasSize(SettingKey.all().size() + 3);
    assertThat(new SettingsCheck(SettingKey.all()).problems(names, settings::getProperty))
        .isEmpty();
  }

  private static void isUpToDate(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, expected);
    }

    assertThat(file)
        .as(
            "renew it with ./mvnw -pl :rewindmq-server test -Dtest=ConfigurationPageTest"
                + " -Ddocs.write=true")
        .hasContent(expected);
  }
}
