// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

/** How much a finding matters. */
enum Severity {
  /** Worth knowing; a broker starts and loses nothing. */
  NOTE,
  /** Bytes are not what they should be. */
  DAMAGE
}
