// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.InvalidDestinationException;
import org.jspecify.annotations.Nullable;

/** The parts of a destination's name as people write it; {@link RewindDestination} says how. */
record WrittenName(String name, DestinationOptions options) {
  /**
   * Reads a name with or without the prefix of its kind.
   *
   * @throws InvalidDestinationException it has the prefix of another kind, no name, or an option
   *     that is not valid
   */
  static WrittenName of(DestinationKind kind, @Nullable String text)
      throws InvalidDestinationException {
    if (text == null) {
      throw new InvalidDestinationException("a destination needs a name, got null");
    }
    for (DestinationKind any : DestinationKind.values()) {
      String prefix = RewindDestination.scheme(any) + ":";
      if (text.startsWith(prefix)) {
        if (any != kind) {
          throw new InvalidDestinationException(
              "expected a " + RewindDestination.scheme(kind) + ", got " + text);
        }
        return withoutPrefix(withoutSlashes(text.substring(prefix.length())));
      }
    }
    return withoutPrefix(text);
  }

  /** Two slashes are the prefix's, a third one is that of a queue manager that is not named. */
  private static String withoutSlashes(String rest) {
    if (rest.startsWith("///")) {
      return rest.substring(3);
    }
    return rest.startsWith("//") ? rest.substring(2) : rest;
  }

  /**
   * Reads a name that has no prefix.
   *
   * @throws InvalidDestinationException it is empty, or an option is not valid
   */
  static WrittenName withoutPrefix(String text) throws InvalidDestinationException {
    int mark = text.indexOf('?');
    String name = mark < 0 ? text : text.substring(0, mark);
    if (name.isEmpty()) {
      throw new InvalidDestinationException("a destination needs a name, got '" + text + "'");
    }
    boolean hasOptions = mark >= 0 && mark + 1 < text.length();
    return new WrittenName(
        name,
        hasOptions ? DestinationOptions.parse(text.substring(mark + 1)) : DestinationOptions.NONE);
  }

  /** For constructors, which have no checked exceptions. */
  static WrittenName ofBean(DestinationKind kind, String text) {
    try {
      return of(kind, text);
    } catch (InvalidDestinationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
