// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

/**
 * One user as it is stored.
 *
 * @param name see {@link CredentialRules}
 * @param passwordHash as {@link PasswordHash} made it
 * @param enabled false = may not log in
 * @param createdMillis since 1970
 * @param changedMillis of the last change of the password or the flag; since 1970
 */
public record UserAccount(
    String name, String passwordHash, boolean enabled, long createdMillis, long changedMillis) {
  /** A user that is made now. */
  public static UserAccount made(String name, String passwordHash, long nowMillis) {
    return new UserAccount(name, passwordHash, true, nowMillis, nowMillis);
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "user " + name + (enabled ? "" : " (disabled)");
  }
}
