// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

/**
 * One thing that was found.
 *
 * @param file relative to the data folder
 * @param offset byte in the file where the structure begins
 * @param expected empty if there is nothing to compare
 * @param meaning what it means for messages
 * @param repair what a repair would do; empty = nothing, or nothing can be done
 */
record Finding(
    Severity severity,
    String file,
    long offset,
    String expected,
    String found,
    String meaning,
    String repair) {
  static Finding note(String file, String found, String meaning) {
    return new Finding(Severity.NOTE, file, 0, "", found, meaning, "");
  }

  boolean isDamage() {
    return severity == Severity.DAMAGE;
  }
}
