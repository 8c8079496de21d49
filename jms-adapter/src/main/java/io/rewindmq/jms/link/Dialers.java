// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.tls.TlsDialer;
import io.rewindmq.jms.transport.tls.TlsSettings;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Chooses how brokers are reached. */
public final class Dialers {
  private Dialers() {}

  /**
   * Over TCP, or over TLS as the options say.
   *
   * @param context what TLS uses instead of files; with one it is always TLS
   * @throws IllegalArgumentException options contradict each other
   */
  public static Dialer of(BrokerUrl url, @Nullable SSLContext context) {
    if (context == null && !url.flag(ClientOption.TLS)) {
      return Dialer.tcp();
    }
    TlsSettings settings =
        new TlsSettings(
            context,
            url.text(ClientOption.TLS_TRUST),
            url.text(ClientOption.TLS_TRUST_PASSWORD),
            url.text(ClientOption.TLS_KEYSTORE),
            url.text(ClientOption.TLS_KEYSTORE_PASSWORD),
            url.flag(ClientOption.TLS_VERIFY_HOST));
    if (context != null && (settings.trust() != null || settings.keystore() != null)) {
      throw new IllegalArgumentException(
          "an SSLContext is set, and tls.trust or tls.keystore too; expected one of both");
    }
    return new TlsDialer(settings);
  }
}
