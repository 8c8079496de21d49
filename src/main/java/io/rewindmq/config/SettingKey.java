// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One key as {@link RewindConfig} declares it.
 *
 * @param name for example {@code rewind.listen.port}
 * @param isNumber whether the value is a whole number, else a text
 */
record SettingKey(String name, String defaultValue, boolean isNumber, Setting setting) {
  /** All keys, by name. */
  static List<SettingKey> all() {
    String prefix =
        Objects.requireNonNull(RewindConfig.class.getAnnotation(ConfigMapping.class)).prefix();
    List<SettingKey> keys = new ArrayList<>();
    collect(RewindConfig.class, prefix, keys);
    keys.sort(Comparator.comparing(SettingKey::name));
    return List.copyOf(keys);
  }

  private static void collect(Class<?> type, String prefix, List<SettingKey> keys) {
    for (Method method : type.getDeclaredMethods()) {
      String name = prefix + "." + dashed(method.getName());
      Setting setting = method.getAnnotation(Setting.class);
      if (setting == null) {
        collect(method.getReturnType(), name, keys);
      } else {
        String defaultValue =
            Objects.requireNonNull(method.getAnnotation(WithDefault.class), name).value();
        Class<?> valueType = method.getReturnType();
        keys.add(new SettingKey(name, defaultValue, isNumber(valueType), setting));
      }
    }
  }

  private static boolean isNumber(Class<?> valueType) {
    return valueType.isPrimitive() && valueType != boolean.class;
  }

  /** {@code dataDir} is {@code data-dir}, as the mapping has it. */
  private static String dashed(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The environment variable, for example {@code REWIND_LISTEN_PORT}. */
  String environmentVariable() {
    return environmentVariable(name);
  }

  /** The environment variable of a property. */
  static String environmentVariable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** What a value must be, to follow "must be". */
  String expected() {
    if (isNumber) {
      String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
      return "a whole number from " + setting.min() + " to " + setting.max() + unit;
    }
    return setting.choices().length == 0
        ? "a text"
        : "one of " + String.join(", ", setting.choices());
  }

  /** What is wrong with the value, if anything. */
  Optional<String> objection(String value) {
    return isAllowed(value.strip())
        ? Optional.empty()
        : Optional.of(name + " must be " + expected() + ", but is \"" + value + "\"");
  }

  private boolean isAllowed(String value) {
    if (isNumber) {
      try {
        long number = Long.parseLong(value);
        return number >= setting.min() && number <= setting.max();
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return !value.isEmpty()
        && (setting.choices().length == 0 || List.of(setting.choices()).contains(value));
  }
}
