// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.user.PasswordHash;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.broker.user.Users;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.SystemRandom;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Users and logins, over the database. */
final class UserBeans {
  @Produces
  @Singleton
  HashingThreads hashingThreads() {
    return new HashingThreads(Runtime.getRuntime().availableProcessors());
  }

  void close(@Disposes HashingThreads threads) {
    threads.close();
  }

  @Produces
  @Singleton
  UserAccess userAccess(
      UserStore store,
      PasswordHash hash,
      HashingThreads hashing,
      Clock clock,
      RewindConfig config) {
    return UserAccess.over(
        store, hash, hashing, clock, new SystemRandom(), config.security().anonymous());
  }

  @Produces
  @Singleton
  Users users(UserAccess access) {
    return access.users();
  }
}
