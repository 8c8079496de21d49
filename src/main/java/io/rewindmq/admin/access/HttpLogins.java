// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.broker.user.Identification;
import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who finds out who asks over HTTP. */
@AnyThread
public interface HttpLogins {
  /** As {@link io.rewindmq.broker.user.LoginDesk#identify}, and by certificate. */
  CompletionStage<Identification> identify(Authenticator.Attempt attempt);

  /** The certificate that a client has shown; null = none, or one that does not count any more. */
  @Nullable ClientCertificate shown(SSLSession session);
}
