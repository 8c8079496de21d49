// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.rewindmq.admin.access.GateRules;
import io.rewindmq.broker.user.LoginDesk;
import io.rewindmq.broker.user.LoginRules;
import io.rewindmq.broker.user.PasswordHash;
import io.rewindmq.broker.user.Roles;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.broker.user.Users;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.SystemRandom;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;

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
      Exposure exposure,
      RewindConfig config) {
    return UserAccess.over(
        store,
        hash,
        hashing,
        clock,
        new SystemRandom(),
        TokenSettings.check(config.security().jwt(), hashing, clock),
        new LoginRules(config.security().anonymous(), exposure.needsUsers()));
  }

  @Produces
  @Singleton
  LoginDesk desk(UserAccess access) {
    return access.desk();
  }

  @Produces
  @Singleton
  GateRules gateRules(RewindConfig config, Config all) {
    return new GateRules(
        config.http().host(),
        GateRules.Metrics.valueOf(config.security().metrics().toUpperCase(Locale.ROOT)),
        all.getValue("quarkus.http.limits.max-body-size", MemorySize.class).asLongValue());
  }

  @Produces
  @Singleton
  Roles roles(UserAccess access) {
    return access.roles();
  }

  @Produces
  @Singleton
  Users users(UserAccess access) {
    return access.users();
  }
}
