// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/** An entry of a model journal. */
record ModelEntry(long epoch, int number) {}
