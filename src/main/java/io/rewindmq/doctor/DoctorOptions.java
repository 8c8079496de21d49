// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param folder the data folder
 * @param repair whether to say what a repair would do
 * @param apply whether to do it
 * @param json whether to answer with one JSON object
 */
record DoctorOptions(String folder, boolean repair, boolean apply, boolean json) {
  static final String HELP =
      """
      Usage: ./rewind doctor DATA_DIR [--repair [--apply]] [--json]

      Checks the data folder of a stopped broker: journal, logs, database file.

        --repair   says what a repair would do; changes nothing
        --apply    with --repair: does it. What is changed or taken away is in DATA_DIR/quarantine first
        --json     answers with one JSON object
        --help     this text

      Exit status: 0 sound, or repaired; 1 damage was found; 2 it could not be checked.
      """;

  /** Whether the help is wanted. */
  static boolean isHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /**
   * Reads a command line.
   *
   * @throws NotCheckedException it is not one that the help names
   */
  static DoctorOptions parse(List<String> arguments) {
    List<String> folders = new ArrayList<>();
    for (String argument : arguments) {
      switch (argument) {
        case "--repair", "--apply", "--json" -> {}
        default -> {
          if (argument.startsWith("-")) {
            throw new NotCheckedException("unknown option " + argument + "; see --help");
          }
          folders.add(argument);
        }
      }
    }
    if (folders.size() != 1) {
      throw new NotCheckedException(
          "expected one data folder, got " + folders.size() + "; see --help");
    }
    boolean repair = arguments.contains("--repair");
    boolean apply = arguments.contains("--apply");
    if (apply && !repair) {
      throw new NotCheckedException("--apply needs --repair; see --help");
    }
    return new DoctorOptions(folders.getFirst(), repair, apply, arguments.contains("--json"));
  }
}
