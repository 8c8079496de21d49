// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings that are wrong are found, with the words an operator needs. */
class SettingsCheckTest {
  private final SettingsCheck check = new SettingsCheck(SettingKey.all());

  @Test
  void defaultsAreAllowed() {
    for (SettingKey key : SettingKey.all()) {
      assertThat(key.objection(key.defaultValue())).as(key.name()).isEmpty();
    }
  }

  /** A new key needs a user who asked for it. */
  @Test
  void keysStayFew() {
    assertThat(SettingKey.all()).hasSizeLessThan(64).doesNotHaveDuplicates();
  }

  @Test
  void unknownKeyIsAnsweredWithTheNearest() {
    assertThat(names("rewind.lisen.prot"))
        .singleElement()
        .asString()
        .contains("rewind.lisen.prot")
        .contains("did you mean rewind.listen.port?");
  }

  @Test
  void unknownVariableIsAnsweredWithTheNearest() {
    // the property name beside it is what the configuration makes of the variable
    assertThat(names("REWIND_DATADIR", "rewind.datadir"))
        .singleElement()
        .asString()
        .contains("REWIND_DATADIR")
        .contains("did you mean REWIND_DATA_DIR?");
  }

  @Test
  void variablesOfKnownKeysLauncherAndKubernetesAreFine() {
    assertThat(
            names(
                "REWIND_DATA_DIR",
                "rewind.data.dir",
                "REWIND_HOME",
                "REWIND_PASSWORD",
                "REWIND_TOKEN",
                "REWIND_URL",
                "REWIND_USER",
                "rewind.home",
                "REWIND_SERVICE_HOST",
                "REWIND_SERVICE_PORT_JMS",
                "REWIND_PORT",
                "REWIND_PORT_7672_TCP_ADDR",
                "quarkus.http.port",
                "PATH"))
        .isEmpty();
  }

  @Test
  void valuesOutOfRangeAreNamedWithWhatIsExpected() {
    assertThat(value("rewind.listen.port", "65536"))
        .containsExactly(
            "RWQ-0902 rewind.listen.port must be a whole number from 0 to 65535, but is"
                + " \"65536\"");
    assertThat(value("rewind.listen.port", "0")).isEmpty();
    assertThat(value("rewind.listen.port", "65535")).isEmpty();
    assertThat(value("rewind.listen.port", "-1")).hasSize(1);
    assertThat(value("rewind.listen.port", "jms")).hasSize(1);
    assertThat(value("rewind.message-bytes-max", "99999999999999999999")).hasSize(1);
    assertThat(value("rewind.database", "oracle"))
        .containsExactly("RWQ-0902 rewind.database must be one of h2, mariadb, but is \"oracle\"");
    assertThat(value("rewind.data-dir", " ")).hasSize(1);
    assertThat(value("rewind.security.anonymous", "true")).isEmpty();
    assertThat(value("rewind.security.anonymous", "yes"))
        .containsExactly(
            "RWQ-0902 rewind.security.anonymous must be one of true, false, but is \"yes\"");
  }

  @Test
  void severalProblemsAreToldAtOnce() {
    assertThat(
            check.problems(
                List.of("rewind.nonsense", "rewind.listen.port"),
                Map.of("rewind.listen.port", "x")::get))
        .hasSize(2);
  }

  @Test
  void distanceCountsChangedLetters() {
    assertThat(NearestKey.distance("port", "port")).isZero();
    assertThat(NearestKey.distance("prot", "port")).isEqualTo(2);
    assertThat(NearestKey.distance("", "port")).isEqualTo(4);
    assertThat(NearestKey.distance("ports", "port")).isEqualTo(1);
  }

  private Collection<String> names(String... names) {
    return check.problems(List.of(names), key -> null);
  }

  private Collection<String> value(String key, String value) {
    return check.problems(List.of(key), Map.of(key, value)::get);
  }
}
