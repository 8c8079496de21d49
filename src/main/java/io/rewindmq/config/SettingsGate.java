// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Stops the start before anything is opened when a setting is wrong: the configuration asks it
 * while it is put together. It also makes the data folder absolute, since H2 takes no other.
 */
public final class SettingsGate implements ConfigSourceInterceptorFactory {
  /** What the process ends with when a setting is wrong. */
  public static final int EXIT_CODE = 2;

  private static final String DATA_DIR = "rewind.data-dir";

  /**
   * Between profiles (1200) and expressions (1300): an expression that refers to the data folder
   * gets the absolute one too.
   */
  private static final int PRIORITY = 1250;

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(PRIORITY);
  }

  @Override
  public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
    List<String> names = new ArrayList<>();
    context.iterateNames().forEachRemaining(names::add);
    List<String> problems =
        new SettingsCheck(SettingKey.all()).problems(names, name -> value(context, name));
    if (!problems.isEmpty()) {
      ApplicationLifecycleManager.setDefaultExitCodeHandler(
          (code, failure) -> System.exit(EXIT_CODE));
      throw new ConfigurationException(String.join("\n", problems));
    }
    return SettingsGate::absoluteDataDir;
  }

  private static @Nullable String value(ConfigSourceInterceptorContext context, String name) {
    ConfigValue found = context.proceed(name);
    String text = found == null ? null : found.getValue();
    return text == null || isExpression(text) ? null : text;
  }

  private static @Nullable ConfigValue absoluteDataDir(
      ConfigSourceInterceptorContext context, String name) {
    ConfigValue found = context.proceed(name);
    if (found == null || !name.equals(DATA_DIR)) {
      return found;
    }
    String folder = found.getValue();
    if (folder == null || isExpression(folder)) {
      return found;
    }
    return found.withValue(Path.of(folder).toAbsolutePath().normalize().toString());
  }

  /** Such a value is known later only; then the mapping checks that it is a number. */
  private static boolean isExpression(String value) {
    return value.contains("${");
  }
}
