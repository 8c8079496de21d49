// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.wire;

import io.rewindmq.record.EpochStart;
import java.nio.ByteBuffer;
import java.util.List;

/** What brokers of a pair say. The one that is not primary connects and begins. */
public sealed interface PeerFrame {
  /**
   * The first frame of a connection.
   *
   * @param versionMin lowest version of the protocol it knows
   * @param versionMax highest one
   * @param pair name of the pair
   * @param name of the broker in it
   * @param store number of its data folder
   * @param origin number of the folder that the journal began in; 0 = it is empty
   * @param knownEpoch the highest it has heard of
   * @param leaseMillis as it is set
   * @param acknowledgesSynced when it acknowledges: once synced, or once received
   * @param segmentBytes size of its journal's segments
   * @param end exclusive: of its journal
   * @param epochs of its journal, ascending
   */
  record Hello(
      int versionMin,
      int versionMax,
      String pair,
      String name,
      long store,
      long origin,
      long knownEpoch,
      int leaseMillis,
      boolean acknowledgesSynced,
      int segmentBytes,
      long end,
      List<EpochStart> epochs)
      implements PeerFrame {}

  /**
   * A primary takes it for its backup.
   *
   * @param epoch of the primary
   * @param origin number of the folder that its journal began in
   * @param common up to here the backup's journal is the primary's; what lies above is to be cut
   * @param left up to here something may have left the primary: a backup that has this is complete
   */
  record Welcome(int version, long epoch, long origin, long common, long left)
      implements PeerFrame {}

  /** It does not; the connection ends. */
  record Refused(Refusal reason, long knownEpoch, String text) implements PeerFrame {}

  /**
   * The backup has cut its journal and is ready.
   *
   * @param position its end, where it goes on
   * @param synced exclusive: what of that is on its device
   */
  record Attached(long epoch, long position, long synced) implements PeerFrame {}

  /**
   * The next batch.
   *
   * @param sentAt on the primary's clock
   * @param batch header and entries as they lie in the journal
   */
  record Batch(long epoch, long sentAt, ByteBuffer batch) implements PeerFrame {}

  /**
   * A sign of life, and of what is to come.
   *
   * @param end of the primary's journal, as written
   * @param start the primary's journal does not reach back further
   */
  record Beat(long epoch, long sentAt, long start, long end) implements PeerFrame {}

  /**
   * The backup has got everything up to a position, and promises not to take over for a while.
   *
   * @param sentAt of the newest frame that it has got
   * @param received exclusive: in memory
   * @param synced exclusive: on its device
   */
  record Ack(long epoch, long sentAt, long received, long synced) implements PeerFrame {}

  /** The pair's row has just changed: look at it. */
  record Look(long knownEpoch) implements PeerFrame {}
}
