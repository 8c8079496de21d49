// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Where in the journal the last full picture of each object is, the oldest first. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Pictures {
  /** What has a newer picture, or is gone, is passed over. */
  private final Deque<PictureAt> pictures = new ArrayDeque<>();

  private record PictureAt(Pictured object, long position) {}

  /** An object's picture is now at that position. */
  void add(Pictured object, long position) {
    object.pictureAt(position);
    pictures.addLast(new PictureAt(object, position));
  }

  /** The object whose full picture is the oldest; null if there is none. */
  @Nullable Pictured oldest() {
    for (PictureAt at = pictures.peekFirst(); at != null; at = pictures.peekFirst()) {
      if (at.object().picturePosition() == at.position()) {
        return at.object();
      }
      pictures.removeFirst();
    }
    return null;
  }
}
