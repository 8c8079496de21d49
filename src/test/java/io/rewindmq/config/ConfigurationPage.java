// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.util.List;

/** Makes {@code docs/configuration.md} out of what the code declares. */
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      Made from `io.rewindmq.config.RewindConfig`; a test fails when this page is stale and says how to renew it.

      Every key can be given, the first found wins:
      as a system property (`REWIND_JVM_OPTIONS=-Drewind.listen.port=7000`), as an environment variable (`rewind.listen.port` is
      `REWIND_LISTEN_PORT`), in the file `config/application.properties` of the working folder, or in the file that the variable
      `REWIND_CONFIG` names, which is `conf/rewindmq.properties` of the distribution by default. An unknown key or a value out of its range
      stops the start; the message names the key, what was expected and the nearest right key. Variables that Kubernetes sets for a
      service called `rewind` (`REWIND_SERVICE_HOST`, `REWIND_PORT`, ...) are left alone.

      Units are part of the name: `-millis` milliseconds, `-bytes` bytes. Ranges are inclusive.

      | key | default | range | meaning |
      |---|---|---|---|
      """;

  private static final String TAIL =
      """

      ## MariaDB

      With `rewind.database=mariadb`: `quarkus.datasource.mariadb.jdbc.url` (`jdbc:mariadb://HOST:3306/rewind`),
      `quarkus.datasource.mariadb.username`, `quarkus.datasource.mariadb.password`; as variables `QUARKUS_DATASOURCE_MARIADB_JDBC_URL` and so on.
      The tables are made and upgraded by the broker. A database that is down stops neither the start nor messaging; what applications
      make and delete meanwhile is written when it is back. An administrator can't create destinations and users until then. Users are judged as they were known last; a broker that was started meanwhile knows none and lets
      nobody in until the database is back.

      ## Exit codes

      | code | meaning |
      |---|---|
      | 0 | stopped in good order |
      | 1 | anything without a number of its own |
      | 2 | a setting is unknown, out of its range, or does not fit to another |
      | 3 | another broker uses the data folder |
      | 4 | stored bytes are damaged; the line names file and position |
      | 5 | the disk is full or failed |
      | 6 | the messaging or HTTP port can't be had |
      | 143, 130 | stopped in good order by SIGTERM, SIGINT |
      """;

  private ConfigurationPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    SettingKey.all().forEach(key -> page.append(row(key)));
    return page.append(TAIL).toString();
  }

  private static String row(SettingKey key) {
    return "| `%s` | `%s` | %s | %s |%n"
        .formatted(key.name(), key.defaultValue(), range(key), key.setting().value())
        .replace(System.lineSeparator(), "\n");
  }

  private static String range(SettingKey key) {
    Setting setting = key.setting();
    if (!key.isNumber()) {
      return setting.choices().length == 0
          ? "text"
          : "`" + String.join("`, `", List.of(setting.choices())) + "`";
    }
    String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
    return setting.max() == Long.MAX_VALUE
        ? "from " + setting.min() + unit
        : setting.min() + " to " + setting.max() + unit;
  }
}
