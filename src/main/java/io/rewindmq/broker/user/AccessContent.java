// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Role;
import java.util.List;

/**
 * All users and roles at one moment.
 *
 * @param number another one after each change
 * @param roles without the built-in ones
 */
public record AccessContent(long number, List<UserAccount> users, List<Role> roles) {
  public AccessContent {
    users = List.copyOf(users);
    roles = List.copyOf(roles);
  }
}
