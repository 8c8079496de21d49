// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

/**
 * One run of one scenario against one peer.
 *
 * @param rate confirmed messages a second
 * @param p50Micros median time of a send, microseconds
 * @param p99Micros 99th percentile, microseconds
 * @param brokerCpuMicros processor time of the broker for each message, microseconds
 * @param clientCpuMicros the same of the client
 */
record Measurement(
    double rate,
    double p50Micros,
    double p99Micros,
    double brokerCpuMicros,
    double clientCpuMicros) {}
