// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds unknown keys and values that are not allowed.
 *
 * <p>Environment variables that begin with {@code REWIND_} count as keys too, except those that the
 * launcher and the command line use and those that Kubernetes sets in every container when a
 * service is called {@code rewind}.
 */
final class SettingsCheck {
  private static final String PREFIX = "rewind.";
  private static final String ENVIRONMENT_PREFIX = "REWIND_";
  private static final Set<String> LAUNCHER =
      Set.of(
          "REWIND_ADMIN_URL",
          "REWIND_CA",
          "REWIND_CLI_OPTIONS",
          "REWIND_CONFIG",
          "REWIND_FIRST_PASSWORD_FILE",
          "REWIND_HOME",
          "REWIND_JAVA_HOME",
          "REWIND_JVM_OPTIONS",
          "REWIND_PASSWORD",
          "REWIND_TOKEN",
          "REWIND_URL",
          "REWIND_USER");
  private static final Pattern KUBERNETES =
      Pattern.compile("REWIND_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\\d+_(TCP|UDP).*)");

  private final Map<String, SettingKey> byName;
  private final Map<String, SettingKey> byEnvironmentVariable;

  SettingsCheck(Collection<SettingKey> keys) {
    byName = keys.stream().collect(Collectors.toMap(SettingKey::name, key -> key));
    byEnvironmentVariable =
        keys.stream().collect(Collectors.toMap(SettingKey::environmentVariable, key -> key));
  }

  /**
   * Looks at everything that is set.
   *
   * @param names of all properties, whosever they are
   * @param values the value of a key, null when it has none
   * @return a line for each problem
   */
  List<String> problems(Collection<String> names, Function<String, @Nullable String> values) {
    List<String> problems = new ArrayList<>();
    Set<String> all = new TreeSet<>(names);
    for (String name : all) {
      // a variable is also listed under the property name that can be made of it
      String variable = SettingKey.environmentVariable(name);
      if (name.equals(variable) || !all.contains(variable)) {
        unknown(name).ifPresent(problems::add);
      }
    }
    for (SettingKey key : new TreeSet<>(byName.keySet()).stream().map(byName::get).toList()) {
      String value = values.apply(key.name());
      if (value != null) {
        key.objection(value).ifPresent(text -> problems.add("RWQ-0902 " + text));
      }
    }
    return problems;
  }

  private Optional<String> unknown(String name) {
    if (name.startsWith(PREFIX) && !byName.containsKey(name)) {
      return Optional.of(unknownText(name, NearestKey.to(name, byName.keySet())));
    }
    boolean isVariable =
        name.startsWith(ENVIRONMENT_PREFIX)
            && !LAUNCHER.contains(name)
            && !byEnvironmentVariable.containsKey(name)
            && !KUBERNETES.matcher(name).matches();
    return isVariable
        ? Optional.of(unknownText(name, NearestKey.to(name, byEnvironmentVariable.keySet())))
        : Optional.empty();
  }

  private static String unknownText(String name, String nearest) {
    return "RWQ-0901 there is no setting "
        + name
        + "; did you mean "
        + nearest
        + "? All settings are listed in docs/configuration.md";
  }
}
