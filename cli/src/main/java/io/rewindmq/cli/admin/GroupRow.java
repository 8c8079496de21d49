// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One line of the list of groups.
 *
 * @param id the group's number
 * @param name its name as people use it, for example {@code billing.orders}
 * @param kind {@code queue}, {@code durable} or {@code shared-durable}
 * @param backlog messages that are not settled
 * @param inFlight messages that consumers hold
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GroupRow(
    int id,
    String name,
    String destination,
    String kind,
    int epoch,
    long backlog,
    long inFlight,
    int consumers) {}
