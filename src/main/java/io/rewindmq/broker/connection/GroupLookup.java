// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Shard;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Groups as administrators name them: by name, or by number when the name is not unique. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class GroupLookup {
  private final Shard shard;

  GroupLookup(Shard shard) {
    this.shard = shard;
  }

  /** By name. */
  List<GroupSummary> all() {
    return shard.groups().stream()
        .map(group -> GroupSummary.of(group, shard))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(summary -> summary.group().spec().name()))
        .toList();
  }

  /**
   * The group that is meant.
   *
   * @throws AdminException there is none, or more than one
   */
  GroupSummary existing(String nameOrId) {
    return find(nameOrId)
        .orElseThrow(
            () ->
                new AdminException(
                    AdminException.Reason.NOT_FOUND, "there is no group " + nameOrId));
  }

  /**
   * The group that is meant, if there is one.
   *
   * @throws AdminException more than one can be meant
   */
  Optional<GroupSummary> find(String nameOrId) {
    var named = shard.groupsNamed(nameOrId);
    if (named.size() > 1) {
      String ids = String.join(", ", named.stream().map(group -> "" + group.id()).toList());
      throw new AdminException(
          AdminException.Reason.AMBIGUOUS,
          "several groups are called " + nameOrId + "; use one of the numbers " + ids);
    }
    var numbered = id(nameOrId).flatMap(shard::group);
    if (!named.isEmpty() && numbered.isPresent() && numbered.get().id() != named.get(0).id()) {
      throw new AdminException(
          AdminException.Reason.AMBIGUOUS,
          nameOrId
              + " is the name of group "
              + named.get(0).id()
              + " and the number of group "
              + numbered.get().spec().name()
              + "; use number or name of the one you mean");
    }
    var found = named.isEmpty() ? numbered : named.stream().findFirst();
    return found.flatMap(group -> GroupSummary.of(group, shard));
  }

  private static Optional<Integer> id(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
