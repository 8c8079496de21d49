// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.MessageCopier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Copies the messages' values, and keeps the origins. */
final class TestCopier implements MessageCopier {
  final List<Origin> origins = new ArrayList<>();

  @Override
  public ByteBuffer copy(RunBytes run, Origin origin) {
    origins.add(origin);
    if ((run.elements().get(run.elements().position() + 9) & (16 | 32)) != 0) {
      return withoutExpiration(run); // parts of a large message, which have no properties here
    }
    return TestMessages.of(
        TestMessages.values(run.elements()).stream().map(TestMessages.Spec::of).toList());
  }

  private static ByteBuffer withoutExpiration(RunBytes run) {
    ByteBuffer copies = ByteBuffer.allocate(run.elements().remaining());
    copies.put(run.elements().duplicate()).flip();
    int at = 0;
    for (int i = 0; i < run.count(); i++) {
      int bytes = copies.getInt(at) - 4;
      copies.putLong(at + 8 + 16, 0);
      CRC32C crc = new CRC32C();
      crc.update(copies.slice(at + 8, bytes));
      copies.putInt(at + 4, (int) crc.getValue());
      at += 8 + bytes;
    }
    return copies;
  }
}
