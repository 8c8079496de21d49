// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.TestMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Chooses by value, copies as it is, and keeps what it hears. */
class ValueAgent implements BulkAgent {
  final LongPredicate wanted;
  final BulkTarget target;
  final List<Long> took = new ArrayList<>();
  @Nullable BulkStatus ended;
  @Nullable String cause;

  ValueAgent(BulkTarget target, LongPredicate wanted) {
    this.target = target;
    this.wanted = wanted;
  }

  @Override
  public long nextWanted(int partition, long offset) {
    return offset;
  }

  @Override
  public long wantedAtMost() {
    return -1;
  }

  @Override
  public boolean wants(int partition, long offset, ByteBuffer elements, int deliveryCount) {
    return wanted.test(TestMessages.valueAt(elements, elements.position() + 8));
  }

  @Override
  public BulkTarget target(int partition, ByteBuffer elements) {
    return target;
  }

  @Override
  public ByteBuffer copy(RunBytes run) {
    return run.elements();
  }

  @Override
  public void took(int partition, long offset, ByteBuffer elements) {
    took.add(TestMessages.valueAt(elements, elements.position() + 8));
  }

  @Override
  public void over(BulkStatus status, @Nullable String why) {
    assertThat(ended).isNull();
    ended = status;
    cause = why;
  }
}
