// SPDX-License-Identifier: Apache-2.0

/** What administrators see of connected clients, and how they end one. */
@NullMarked
package io.rewindmq.broker.client;

import org.jspecify.annotations.NullMarked;
