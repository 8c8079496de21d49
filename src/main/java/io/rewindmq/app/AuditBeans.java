// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.audit.AuditLimits;
import io.rewindmq.broker.audit.AuditStore;
import io.rewindmq.broker.audit.AuditTrail;
import io.rewindmq.config.RewindConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The record of what administrators do, over the database. */
final class AuditBeans {
  @Produces
  @Singleton
  AuditLimits auditLimits(RewindConfig config) {
    return new AuditLimits(config.audit().rowsMax(), config.audit().ageMillisMax());
  }

  @Produces
  @Singleton
  AuditTrail auditTrail(AuditStore store) {
    return new AuditTrail(store);
  }
}
