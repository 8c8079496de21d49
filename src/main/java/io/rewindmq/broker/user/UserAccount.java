// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import java.util.Set;

/**
 * One user as it is stored.
 *
 * @param name see {@link CredentialRules}
 * @param passwordHash as {@link PasswordHash} made it
 * @param enabled false = may not log in
 * @param oneTime the password does for nothing but changing it
 * @param roles names of roles, whether there are such or not
 * @param createdMillis since 1970
 * @param changedMillis of the last change of the password or a flag; since 1970
 */
public record UserAccount(
    String name,
    String passwordHash,
    boolean enabled,
    boolean oneTime,
    Set<String> roles,
    long createdMillis,
    long changedMillis) {
  public UserAccount {
    roles = Set.copyOf(roles);
  }

  /** A user that is made now. */
  public static UserAccount made(
      String name, String passwordHash, boolean oneTime, Set<String> roles, long nowMillis) {
    return new UserAccount(name, passwordHash, true, oneTime, roles, nowMillis, nowMillis);
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "user " + name + (enabled ? "" : " (disabled)");
  }
}
