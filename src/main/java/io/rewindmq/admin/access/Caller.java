// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.user.Identification;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param peer where from
 */
public record Caller(Identification.Known identity, PeerAddress peer) {
  /** For people and for the record. */
  public String name() {
    return Objects.requireNonNullElse(identity.user(), "(nobody)");
  }

  /** Whether it is the user of that name, who gave the password. */
  public boolean is(String user) {
    boolean gavePassword = mustChangePassword() || identity.by() == Identification.By.PASSWORD;
    return gavePassword && user.equals(identity.user());
  }

  public boolean mustChangePassword() {
    return identity.by() == Identification.By.ONE_TIME_PASSWORD;
  }

  /** What he may do now. */
  public Rights rights() {
    @Nullable Rights rights = identity.standing().rights();
    return rights == null ? Rights.nothing() : rights;
  }
}
