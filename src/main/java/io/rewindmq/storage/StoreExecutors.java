// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.thread.RoleExecutor;

/**
 * Who does a store's work.
 *
 * @param loop runs {@code SHARD_LOOP}; must always take the store's answers, of which a few are
 *     under way at any time
 * @param reader runs {@code LOG_READER}
 * @param housekeeper runs {@code HOUSEKEEPER}
 */
public record StoreExecutors(RoleExecutor loop, RoleExecutor reader, RoleExecutor housekeeper) {}
