// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.request.NearestNames;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.shard.DestinationSpec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the groups that a caller may see. */
@Singleton
public class GroupFinder {
  private final AdminGateway gateway;

  @Inject
  GroupFinder(AdminGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * One group. One that the caller may not see is to him as if it was not there.
   *
   * @param group its name, or its number when the name is not unique
   */
  public CompletionStage<GroupSummary> find(AdminRequest request, String group) {
    return gateway
        .group(group)
        .thenCompose(
            found ->
                found
                    .filter(one -> sees(request, one))
                    .<CompletionStage<GroupSummary>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> unknown(request, group)));
  }

  /** All whose destinations the caller may see. */
  public CompletionStage<List<GroupSummary>> seen(AdminRequest request) {
    return gateway
        .groups()
        .thenApply(groups -> groups.stream().filter(one -> sees(request, one)).toList());
  }

  private CompletionStage<GroupSummary> unknown(AdminRequest request, String group) {
    return seen(request)
        .thenApply(
            groups -> {
              List<String> names = groups.stream().map(g -> g.group().spec().name()).toList();
              throw new ProblemException(
                  Response.Status.NOT_FOUND,
                  "there is no group \"" + group + "\"; " + NearestNames.hint(group, names));
            });
  }

  private static boolean sees(AdminRequest request, GroupSummary group) {
    DestinationSpec read = group.destination().spec();
    return request.sees(read.kind(), read.name());
  }
}
