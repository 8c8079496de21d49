// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

import java.util.Locale;

/**
 * One request of an administrator that changed something or wanted to. Never a secret in it.
 *
 * @param id 0 before it is stored; later ones are larger
 * @param atMillis when it was answered; since 1970
 * @param user who asked
 * @param address where from
 * @param verb what was asked for, for example {@code destination.delete}
 * @param object of what, for example {@code queue orders}
 * @param details for people
 */
public record AuditEntry(
    long id,
    long atMillis,
    String user,
    String address,
    String verb,
    String object,
    Outcome outcome,
    String details) {
  public static final int USER_CHARS_MAX = 200;
  public static final int ADDRESS_CHARS_MAX = 100;
  public static final int OBJECT_CHARS_MAX = 1100;
  public static final int DETAILS_CHARS_MAX = 2000;

  /** Texts that are too long are cut. */
  public AuditEntry {
    user = cut(user, USER_CHARS_MAX);
    address = cut(address, ADDRESS_CHARS_MAX);
    object = cut(object, OBJECT_CHARS_MAX);
    details = cut(details, DETAILS_CHARS_MAX);
  }

  /** What became of it. */
  public enum Outcome {
    DONE,
    /** Nothing was changed: it was not allowed, or not possible. */
    REFUSED,
    /** The broker could not do it, or nobody can tell. */
    FAILED;

    /** As people read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = charsMax - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
