// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.rewindmq.platform.disk.SmallFile;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * The file of settings that the environment variable {@code REWIND_CONFIG} names. Environment,
 * system properties and the working folder's {@code config/application.properties} go before it.
 */
public final class SettingsFile implements ConfigSourceProvider {
  private static final String VARIABLE = "REWIND_CONFIG";

  /** Between the settings inside the jar (250) and those of the working folder (260). */
  private static final int ORDINAL = 255;

  private static final int BYTES_MAX = 1 << 20;

  @Override
  public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
    String file = System.getenv(VARIABLE);
    return file == null || file.isBlank() ? List.of() : List.of(read(Path.of(file)));
  }

  /** The settings of a file in the format of {@link Properties}, UTF-8. */
  static ConfigSource read(Path file) {
    Properties settings = new Properties();
    try {
      byte[] bytes = new SmallFile(file).read(BYTES_MAX);
      settings.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      ApplicationLifecycleManager.setDefaultExitCodeHandler(
          (code, failure) -> System.exit(SettingsGate.EXIT_CODE));
      throw new ConfigurationException(
          "RWQ-0904 the file of settings that "
              + VARIABLE
              + " names, "
              + file
              + ", can't be read: "
              + e.getMessage());
    }
    Map<String, String> byName = new HashMap<>();
    settings.stringPropertyNames().forEach(name -> byName.put(name, settings.getProperty(name)));
    return new PropertiesConfigSource(byName, file.toString(), ORDINAL);
  }
}
