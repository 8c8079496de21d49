// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.ConsumerSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a consumer gets. */
final class CollectingSink implements ConsumerSink {
  final List<Long> values = new ArrayList<>();
  final List<Long> offsets = new ArrayList<>();

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
    int at = run.elements().position();
    for (int i = 0; i < run.count(); i++) {
      values.add(run.elements().getLong(at + 8 + DoctorWorld.VALUE_AT));
      offsets.add(run.baseOffset() + i);
      at += 4 + run.elements().getInt(at);
    }
  }

  @Override
  public void reset(int groupEpoch, OperationId operation) {
    // nobody rewinds
  }

  @Override
  public void deleted() {
    // nobody deletes
  }
}
