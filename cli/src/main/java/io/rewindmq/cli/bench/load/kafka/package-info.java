// SPDX-License-Identifier: Apache-2.0

/** The same loads for Apache Kafka, by its own client: it is no Jakarta Messaging provider. */
@NullMarked
package io.rewindmq.cli.bench.load.kafka;

import org.jspecify.annotations.NullMarked;
