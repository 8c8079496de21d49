// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Gives each line that has a stable id a field {@code id} with it, where lines are JSON objects.
 * The message stays as it is.
 */
@Singleton
final class JsonLines {
  /** Before the broker says anything. */
  private static final int FIRST = 1;

  void begin(@Observes @Priority(FIRST) StartupEvent event) {
    for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
      if (handler.getFormatter() instanceof JsonFormatter json) {
        handler.setFormatter(new WithId(json));
      }
    }
  }

  /** As Quarkus writes them, and the id as the first field. */
  static final class WithId extends ExtFormatter {
    private static final Pattern ID = Pattern.compile("^RWQ-\\d{4}\\b");

    private final ExtFormatter json;

    WithId(ExtFormatter json) {
      this.json = json;
    }

    @Override
    public String format(ExtLogRecord line) {
      String object = json.format(line);
      String message = line.getMessage();
      Matcher id = ID.matcher(message == null ? "" : message);
      return id.find() && object.startsWith("{")
          ? "{\"id\":\"" + id.group() + "\"," + object.substring(1)
          : object;
    }
  }
}
