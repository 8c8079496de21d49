// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.util.ArrayList;
import java.util.List;

/** Makes the distribution's {@code conf/rewindmq.properties} out of what the code declares. */
final class ConfigurationFile {
  private static final String HEAD =
      """
      # Settings of the RewindMQ server. What is commented out is the default.
      #
      # bin/rewind server reads this file, or the one that the environment variable REWIND_CONFIG names. An environment
      # variable goes before a line here: rewind.listen.port is REWIND_LISTEN_PORT. An unknown key or a value out of its
      # range stops the start and is named. docs/configuration.md has the same list.

      """;

  private static final String TAIL =
      """
      # With rewind.database=mariadb:
      #quarkus.datasource.mariadb.jdbc.url=jdbc:mariadb://localhost:3306/rewind
      #quarkus.datasource.mariadb.username=rewind
      # Better as the environment variable QUARKUS_DATASOURCE_MARIADB_PASSWORD:
      #quarkus.datasource.mariadb.password=
      """;

  private static final int WIDTH = 116;

  private ConfigurationFile() {}

  static String text() {
    StringBuilder file = new StringBuilder(HEAD);
    for (SettingKey key : SettingKey.all()) {
      wrapped(key.setting().value().replace("`", "") + " " + bounds(key))
          .forEach(line -> file.append("# ").append(line).append('\n'));
      file.append('#').append(key.name()).append('=').append(key.defaultValue()).append("\n\n");
    }
    return file.append(TAIL).toString();
  }

  private static String bounds(SettingKey key) {
    Setting setting = key.setting();
    if (!key.isNumber()) {
      return setting.choices().length == 0
          ? "Text."
          : "One of " + String.join(" ", setting.choices()) + ".";
    }
    String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
    return setting.max() == Long.MAX_VALUE
        ? "From " + setting.min() + unit + "."
        : setting.min() + " to " + setting.max() + unit + ".";
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
