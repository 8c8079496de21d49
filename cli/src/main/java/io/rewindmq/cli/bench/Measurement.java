// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

/**
 * One run of one scenario against one peer.
 *
 * @param rate messages a second
 * @param p50Micros median time of one, microseconds; 0 where single ones are not timed
 * @param p99Micros 99th percentile, as well
 * @param brokerCpuMicros processor time of the broker for each message, microseconds
 * @param clientCpuMicros the same of the client
 * @param residentMib memory of the broker afterwards, MiB; 0 where the system does not tell
 */
record Measurement(
    double rate,
    double p50Micros,
    double p99Micros,
    double brokerCpuMicros,
    double clientCpuMicros,
    double residentMib) {}
