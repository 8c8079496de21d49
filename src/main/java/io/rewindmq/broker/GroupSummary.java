// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;

/** A group beside its destination. */
public record GroupSummary(GroupView group, DestinationView destination) {}
