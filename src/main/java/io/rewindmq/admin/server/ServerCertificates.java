// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.server;

import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The certificates with which the server encrypts. */
@AnyThread
public interface ServerCertificates {
  /** Whether connections are encrypted at all; if not, the other methods must not be called. */
  boolean isOn();

  /** What is in use. */
  InUse inUse();

  /** Looks at the files now; completes with what is in use then. */
  CompletionStage<InUse> reload();

  /**
   * What is in use.
   *
   * @param subject whom the server's certificate is about
   * @param serialNumber hexadecimal
   * @param validFrom in UTC
   * @param validUntil in UTC
   * @param revoked how many certificates of clients are revoked; null = there is no list
   * @param revocationsUntil when the first of the lists runs out, in UTC; null = there is none
   * @param problem why the files as they are now can't be used; null = they are in use
   * @param changed whether the last look has put others into use
   */
  record InUse(
      String subject,
      String issuer,
      String serialNumber,
      String validFrom,
      String validUntil,
      @Nullable Integer revoked,
      @Nullable String revocationsUntil,
      @Nullable String problem,
      boolean changed) {}
}
