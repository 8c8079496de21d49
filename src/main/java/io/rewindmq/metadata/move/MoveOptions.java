// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata.move;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was asked for.
 *
 * @param folder the data folder of a stopped broker
 * @param url of the MariaDB database, {@code jdbc:mariadb://...}
 * @param passwordFromInput the password is the first line of standard input
 */
record MoveOptions(
    String folder, String url, String user, String password, boolean passwordFromInput) {
  static final String HELP =
      """
      Usage: rewind db migrate [OPTIONS]

      Copies destinations, subscriptions, users, roles, permissions and audit of a stopped broker
      from the H2 file in its data folder into an empty MariaDB database, all or nothing. The file
      stays as it is. Afterwards the broker is started with REWIND_DATABASE=mariadb.

        --data-dir FOLDER   the data folder (default: REWIND_DATA_DIR, else ./data)
        --url URL           jdbc:mariadb://HOST:3306/DATABASE
                            (default: QUARKUS_DATASOURCE_MARIADB_JDBC_URL)
        --user USER         (default: QUARKUS_DATASOURCE_MARIADB_USERNAME)
        --password-stdin    the password is the first line of standard input
                            (default: QUARKUS_DATASOURCE_MARIADB_PASSWORD)

      Exit status: 0 done, 1 not done and nothing was changed, 2 wrong usage.
      """;

  private static final String VARIABLE = "QUARKUS_DATASOURCE_MARIADB_";

  static boolean isHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /**
   * Reads the command line; what it does not say comes from the broker's own variables.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static MoveOptions parse(List<String> arguments, Map<String, String> environment) {
    String folder = environment.getOrDefault("REWIND_DATA_DIR", "./data");
    String url = environment.getOrDefault(VARIABLE + "JDBC_URL", "");
    String user = environment.getOrDefault(VARIABLE + "USERNAME", "");
    boolean isFromInput = false;
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--data-dir" -> folder = value(word, words);
        case "--url" -> url = value(word, words);
        case "--user" -> user = value(word, words);
        case "--password-stdin" -> isFromInput = true;
        default ->
            throw new IllegalArgumentException(
                "expected --data-dir, --url, --user or --password-stdin, got " + word);
      }
    }
    if (!url.startsWith("jdbc:mariadb:")) {
      throw new IllegalArgumentException(
          "--url: expected jdbc:mariadb://HOST:3306/DATABASE, got "
              + (url.isEmpty() ? "nothing" : "\"" + url + "\""));
    }
    String password = Objects.requireNonNullElse(environment.get(VARIABLE + "PASSWORD"), "");
    return new MoveOptions(folder, url, user, password, isFromInput);
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.next();
  }

  MoveOptions withPassword(String known) {
    return new MoveOptions(folder, url, user, known, passwordFromInput);
  }
}
