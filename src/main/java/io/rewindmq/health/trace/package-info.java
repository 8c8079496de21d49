// SPDX-License-Identifier: Apache-2.0

/** Spans of messages for OpenTelemetry. */
@NullMarked
package io.rewindmq.health.trace;

import org.jspecify.annotations.NullMarked;
