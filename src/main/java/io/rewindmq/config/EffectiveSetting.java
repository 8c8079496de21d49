// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is in force.
 *
 * @param value null = it has none; of a secret never what it is
 * @param defaultValue null = there is none
 * @param from where it was said, for people; {@code default} = nowhere
 * @param expected what a value must be, to follow "must be"
 * @param meaning one or more sentences for operators
 */
public record EffectiveSetting(
    String key,
    @Nullable String value,
    @Nullable String defaultValue,
    String from,
    String expected,
    String meaning) {
  private static final String HIDDEN = "(hidden)";
  private static final String MARIADB = "quarkus.datasource.mariadb.";

  /** All keys, by name; those of MariaDB, too, where it is in use. */
  public static List<EffectiveSetting> all(Config config) {
    List<EffectiveSetting> all = new ArrayList<>();
    if (config.getOptionalValue("rewind.database", String.class).orElse("").equals("mariadb")) {
      all.add(ofDatabase(config, "jdbc.url", "a text", "Where the MariaDB server is."));
      all.add(ofDatabase(config, "username", "a text", "Who the broker is to MariaDB."));
      all.add(ofDatabase(config, "password", "a secret", "The password of that user."));
    }
    for (SettingKey key : SettingKey.all()) {
      ConfigValue found = config.getConfigValue(key.name());
      all.add(
          new EffectiveSetting(
              key.name(),
              shown(key.name(), found.getValue()),
              key.defaultValue(),
              from(found),
              key.expected(),
              key.setting().value()));
    }
    return List.copyOf(all);
  }

  private static EffectiveSetting ofDatabase(
      Config config, String name, String expected, String meaning) {
    ConfigValue found = config.getConfigValue(MARIADB + name);
    return new EffectiveSetting(
        MARIADB + name, shown(name, found.getValue()), null, from(found), expected, meaning);
  }

  /** Without passwords: not as a whole, not in an address, not behind its question mark. */
  static @Nullable String shown(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return value;
    }
    if (key.endsWith("password")) {
      return HIDDEN;
    }
    return value.contains("://")
        ? value.replaceAll("://[^/@]*@", "://" + HIDDEN + "@").replaceAll("\\?.*", "?" + HIDDEN)
        : value;
  }

  private static String from(ConfigValue found) {
    String source = found.getSourceName();
    if (source == null || found.getSourceOrdinal() == Integer.MIN_VALUE) {
      return "default";
    }
    int file = source.indexOf("source=file:");
    if (file >= 0) {
      return "file " + source.substring(file + "source=file:".length(), source.length() - 1);
    }
    return switch (source) {
      case "SysPropConfigSource" -> "system property";
      case "EnvConfigSource" -> "environment variable";
      default -> "built in";
    };
  }
}
