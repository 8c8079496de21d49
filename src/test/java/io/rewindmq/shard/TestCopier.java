// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.MessageCopier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Copies the messages' values, and keeps the origins. */
final class TestCopier implements MessageCopier {
  final List<Origin> origins = new ArrayList<>();

  @Override
  public ByteBuffer copy(RunBytes run, Origin origin) {
    origins.add(origin);
    if ((run.elements().get(run.elements().position() + 9) & (16 | 32)) != 0) {
      return run.elements(); // parts of a large message, which have no properties here
    }
    return TestMessages.of(
        TestMessages.values(run.elements()).stream().map(TestMessages.Spec::of).toList());
  }
}
