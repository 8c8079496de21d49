// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupBucketsTest {
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private final GroupBuckets buckets = new GroupBuckets();

  @BeforeEach
  void join() {
    buckets.join(FIRST);
    buckets.join(SECOND);
  }

  @Test
  void spreadsGroupsAndLeavesOutWhatHasNone() {
    assertThat(GroupBuckets.bucketOf(0)).isEqualTo(GroupBuckets.NONE);
    Set<Integer> used = new HashSet<>();
    for (int hash = 1; hash <= 100; hash++) {
      int bucket = GroupBuckets.bucketOf(hash);
      assertThat(bucket).isBetween(0, GroupBuckets.COUNT - 1);
      used.add(bucket);
    }
    assertThat(used).hasSizeGreaterThan(90);
  }

  @Test
  void bucketStaysWithItsOwnerWhileNothingIsInFlight() {
    buckets.assign(7, FIRST);
    assertThat(buckets.isFresh(7)).isTrue();
    buckets.took(7, 2);
    assertThat(buckets.isFresh(7)).isFalse();
    buckets.ended(7, 2);
    assertThat(buckets.owner(7)).isEqualTo(FIRST);
    assertThat(buckets.owned(FIRST)).isEqualTo(1);
  }

  @Test
  void ownerThatLeavesKeepsABucketUntilNothingIsInFlight() {
    buckets.assign(7, FIRST);
    buckets.assign(8, FIRST);
    buckets.took(7, 2);
    buckets.pass(7, 50);
    buckets.pass(8, 60);
    buckets.leave(FIRST);
    buckets.join(FIRST); // another consumer
    assertThat(buckets.owner(7)).isNotIn(FIRST, GroupBuckets.NONE);
    assertThat(buckets.owner(8)).isEqualTo(GroupBuckets.NONE);
    assertThat(buckets.takeLookAgain()).isEqualTo(60);

    buckets.ended(7, 1);
    assertThat(buckets.takeLookAgain()).isEqualTo(Long.MAX_VALUE);
    buckets.ended(7, 1);
    assertThat(buckets.owner(7)).isEqualTo(GroupBuckets.NONE);
    assertThat(buckets.owned(FIRST)).isZero();
    assertThat(buckets.takeLookAgain()).isEqualTo(50);
  }

  @Test
  void whoOwnsMoreThanItsShareLosesABucketThatIsIdle() {
    for (int bucket = 0; bucket < 3; bucket++) {
      buckets.assign(bucket, FIRST);
      buckets.took(bucket, 1);
    }
    buckets.ended(0, 1);
    assertThat(buckets.owner(0)).as("2 are its share of 3").isEqualTo(GroupBuckets.NONE);
    buckets.assign(0, SECOND);
    buckets.ended(1, 1);
    buckets.ended(2, 1);
    assertThat(buckets.owner(1)).isEqualTo(FIRST);
    assertThat(buckets.owner(2)).isEqualTo(FIRST);
  }

  @Test
  void closedGroupFreesItsBucketOnceItsLastMessageIsDone() {
    buckets.assign(7, FIRST);
    buckets.took(7, 1);
    buckets.close(7);
    assertThat(buckets.owner(7)).isEqualTo(FIRST);
    assertThat(buckets.isFresh(7)).as("what comes is a new group").isTrue();
    buckets.ended(7, 1);
    assertThat(buckets.owner(7)).isEqualTo(GroupBuckets.NONE);
  }

  @Test
  void messageThatRestsHoldsUpItsBucket() {
    buckets.assign(7, FIRST);
    buckets.rest(7, 2);
    buckets.pass(7, 31);
    buckets.rested(7, 1);
    assertThat(buckets.isResting(7)).isTrue();
    assertThat(buckets.takeLookAgain()).isEqualTo(Long.MAX_VALUE);
    buckets.rested(7, 1);
    assertThat(buckets.isResting(7)).isFalse();
    assertThat(buckets.takeLookAgain()).isEqualTo(31);
  }

  @Test
  void clearForgetsOwnersButNotWhoIsThere() {
    buckets.assign(7, FIRST);
    buckets.took(7, 1);
    buckets.rest(8, 1);
    buckets.clear();
    assertThat(buckets.owner(7)).isEqualTo(GroupBuckets.NONE);
    assertThat(buckets.isResting(8)).isFalse();
    buckets.assign(7, SECOND);
    buckets.took(7, 1);
    buckets.ended(7, 1);
    assertThat(buckets.owner(7)).isEqualTo(SECOND);
  }
}
