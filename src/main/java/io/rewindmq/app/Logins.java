// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.certificate.CertificateLogin;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.net.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/** Puts together who judges logins. */
final class Logins {
  private Logins() {}

  /**
   * By user and password, and by certificate where clients are asked for one.
   *
   * @param tls null = connections are not encrypted
   */
  static Authenticator judge(UserAccess users, @Nullable TlsFiles tls) {
    return tls != null && tls.options().clientAuth().isAsked()
        ? CertificateLogin.byCommonName(users.desk(), users.desk()::vouched)
        : users.desk();
  }
}
