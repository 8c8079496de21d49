// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Standing;
import org.jspecify.annotations.Nullable;

/** Who somebody is, as far as the broker could find out. */
public sealed interface Identification {
  /**
   * Found out.
   *
   * @param user null = nobody in particular
   */
  record Known(@Nullable String user, Standing standing, By by) implements Identification {}

  /** What somebody is known by. */
  enum By {
    PASSWORD,
    /** Nothing may be done but changing it. */
    ONE_TIME_PASSWORD,
    TOKEN,
    CERTIFICATE,
    /** Coming from this machine while no user exists. */
    NEARNESS
  }

  /**
   * Not let in.
   *
   * @param text why, for whoever asks
   */
  record Refused(Why why, String text) implements Identification {}

  /** Why somebody is not let in. */
  enum Why {
    WRONG,
    /** Too often, or too many at once; later it may work. */
    LIMIT,
    /** Nobody can tell now; later it may work. */
    UNAVAILABLE
  }
}
