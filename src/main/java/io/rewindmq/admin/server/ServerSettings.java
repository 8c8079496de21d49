// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.server;

import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server was told by its operators. */
@AnyThread
public interface ServerSettings {
  /** All settings, as they are in force, without secrets. */
  List<Line> all();

  /**
   * One setting.
   *
   * @param value null = it has none; a secret is never shown
   * @param defaultValue null = there is none
   * @param from where it was said; {@code default} = nowhere
   * @param expected what a value must be: type, range, unit
   */
  record Line(
      String key,
      @Nullable String value,
      @Nullable String defaultValue,
      String from,
      String expected,
      String meaning) {}
}
