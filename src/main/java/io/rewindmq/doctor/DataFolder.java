// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.record.PartitionKey;

/** Names in a data folder. */
final class DataFolder {
  static final String JOURNAL = "journal";
  static final String LOG = "log";
  static final String LOCK = "lock";
  static final String DATABASE = "db.mv.db";

  /** Text that the database writes when something fails in it. */
  static final String DATABASE_TRACE = "db.trace.db";

  /** Second names of files while a backup is taken; the next start deletes it. */
  static final String COPY = "copy";

  /** Holds what repairs have changed or taken away. */
  static final String QUARANTINE = "quarantine";

  /** In the folder of a repair that has not come to its end. */
  static final String UNFINISHED = "unfinished";

  /** Where logs are written before they take their place. */
  static final String REBUILT = "rebuilt";

  private DataFolder() {}

  static String log(PartitionKey key) {
    return LOG + "/" + key.destination() + "/" + key.partition();
  }

  static String rebuilt(PartitionKey key) {
    return REBUILT + "/" + key.destination() + "/" + key.partition();
  }
}
