// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Settings are shown with where they come from, and without what is secret. */
class EffectiveSettingTest {
  private static final String SECRET = "s3cret";

  private static Map<String, EffectiveSetting> shown(Map<String, String> said) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(RewindConfig.class)
            .withSources(new PropertiesConfigSource(said, "file:/etc/rewind.properties", 300))
            .build();
    return EffectiveSetting.all(config).stream()
        .collect(Collectors.toMap(EffectiveSetting::key, Function.identity()));
  }

  private static EffectiveSetting of(Map<String, EffectiveSetting> shown, String key) {
    return Objects.requireNonNull(shown.get(key));
  }

  @Test
  void tellsWhereAValueComesFrom() {
    Map<String, EffectiveSetting> shown = shown(Map.of("rewind.listen.port", "7000"));

    EffectiveSetting port = of(shown, "rewind.listen.port");
    assertThat(port.value()).isEqualTo("7000");
    assertThat(port.defaultValue()).isEqualTo("7672");
    assertThat(port.from()).isEqualTo("file /etc/rewind.properties");
    EffectiveSetting host = of(shown, "rewind.listen.host");
    assertThat(host.from()).isEqualTo("default");
    assertThat(host.value()).isEqualTo(host.defaultValue());
    assertThat(shown).doesNotContainKey("quarkus.datasource.mariadb.password");
  }

  @Test
  void neverShowsASecret() {
    String database = "quarkus.datasource.mariadb.";
    Map<String, EffectiveSetting> shown =
        shown(
            Map.of(
                "rewind.database",
                "mariadb",
                database + "jdbc.url",
                "jdbc:mariadb://me:" + SECRET + "@db.example:3306/rewind?password=" + SECRET,
                database + "username",
                "rewind",
                database + "password",
                SECRET,
                "rewind.security.jwt.jwks",
                "https://me:" + SECRET + "@keys.example/jwks?key=" + SECRET));

    assertThat(shown.toString()).doesNotContain(SECRET);
    assertThat(of(shown, database + "jdbc.url").value())
        .isEqualTo("jdbc:mariadb://(hidden)@db.example:3306/rewind?(hidden)");
    assertThat(of(shown, database + "username").value()).isEqualTo("rewind");
    assertThat(of(shown, database + "password").value()).isEqualTo("(hidden)");
    assertThat(of(shown, "rewind.security.jwt.jwks").value())
        .isEqualTo("https://(hidden)@keys.example/jwks?(hidden)");
  }
}
