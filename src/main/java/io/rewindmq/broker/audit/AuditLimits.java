// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

/**
 * How much of the audit stays; what is beyond goes, the oldest first.
 *
 * @param rowsMax entries
 * @param ageMillisMax age of an entry
 */
public record AuditLimits(int rowsMax, long ageMillisMax) {}
