// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import org.jspecify.annotations.Nullable;

/** Who connects. */
public record Credentials(@Nullable String user, @Nullable String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "user " + user;
  }
}
