// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.ClientCertificate;
import org.junit.jupiter.api.Test;

class CertificateFieldTest {
  private static final ClientCertificate WHOLE =
      new ClientCertificate("CN=billing,O=Acme", "billing", "billing.acme", "billing@acme");
  private static final ClientCertificate BARE = new ClientCertificate("O=Acme", null);

  @Test
  void isTheUsersName() {
    assertThat(CertificateField.CN.of(WHOLE)).isEqualTo("billing");
    assertThat(CertificateField.DN.of(WHOLE)).isEqualTo("CN=billing,O=Acme");
    assertThat(CertificateField.SAN_DNS.of(WHOLE)).isEqualTo("billing.acme");
    assertThat(CertificateField.SAN_EMAIL.of(WHOLE)).isEqualTo("billing@acme");
  }

  @Test
  void isNobodyWhereTheCertificateHasNone() {
    assertThat(CertificateField.CN.of(BARE)).isNull();
    assertThat(CertificateField.SAN_DNS.of(BARE)).isNull();
    assertThat(CertificateField.SAN_EMAIL.of(BARE)).isNull();
  }
}
