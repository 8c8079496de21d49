// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.net.tls.TlsOptions.ClientAuth;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    AUTHORITY.server("localhost").writeTo(folder, "server");
    AUTHORITY.writeTo(folder.resolve("clients.crt"));
  }

  private TlsOptions options(ClientAuth clientAuth) {
    return new TlsOptions(
        folder.resolve("server.crt"),
        folder.resolve("server.key"),
        folder.resolve("clients.crt"),
        null,
        clientAuth,
        List.of("TLSv1.3", "TLSv1.2"),
        100);
  }

  private TlsFiles load() throws TlsFileException {
    return TlsFiles.load(options(ClientAuth.REQUIRED), new SystemClock());
  }

  private static X509Certificate used(TlsFiles files) {
    return Objects.requireNonNull(files.keyManager().getCertificateChain("broker"))[0];
  }

  @Test
  void takesKeysOfBothTypes() throws IOException, TlsFileException {
    assertThat(used(load()).getPublicKey().getAlgorithm()).isEqualTo("EC");

    AUTHORITY.rsaServer("localhost").writeTo(folder, "server");
    assertThat(used(load()).getPublicKey().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void leavesWhatStandsBetweenBlocksAlone() throws IOException, TlsFileException {
    Path file = folder.resolve("server.crt");
    Files.writeString(file, "Bag Attributes\n  friendlyName: x\r\n" + Files.readString(file));

    assertThat(used(load()).getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.crt", "server.key", "clients.crt"})
  void namesTheMissingFile(String name) throws IOException {
    Files.delete(folder.resolve(name));

    assertThatThrownBy(this::load)
        .isInstanceOf(TlsFileException.class)
        .hasMessageContainingAll("rewind.tls.", folder.resolve(name).toString(), "no such file");
  }

  @Test
  void needsNoIssuersWhenClientsAreNotAsked() throws IOException, TlsFileException {
    Files.delete(folder.resolve("clients.crt"));

    assertThat(used(TlsFiles.load(options(ClientAuth.NONE), new SystemClock()))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
    "EC PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
    "ENCRYPTED PRIVATE KEY, is encrypted",
    "PUBLIC KEY, found PUBLIC KEY",
    "PRIVATE KEY, neither of type RSA nor EC"
  })
  void saysWhatToDoWithKeysOfOtherFormats(String label, String advice) throws IOException {
    Path file = folder.resolve("server.key");
    Files.writeString(file, TestAuthority.pem(label, new byte[] {0x30, 1, 2, 3}));

    assertThatThrownBy(this::load)
        .isInstanceOf(TlsFileException.class)
        .hasMessageContainingAll("rewind.tls.key", file.toString(), advice);
  }

  @Test
  void saysWhatToDoWithBinaryFiles() throws IOException {
    Files.write(folder.resolve("server.crt"), new byte[] {0x30, (byte) 0x82, 1, 1});
    assertThatThrownBy(this::load)
        .hasMessageContainingAll("rewind.tls.certificate", "openssl x509");

    Files.write(folder.resolve("server.crt"), new byte[2 << 20]);
    assertThatThrownBy(this::load).hasMessageContaining("longer than");

    Files.writeString(folder.resolve("server.crt"), "-----BEGIN CERTIFICATE-----\n!!!!\n");
    assertThatThrownBy(this::load).hasMessageContaining("no PEM block");
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() throws IOException {
    Files.writeString(folder.resolve("server.key"), AUTHORITY.server("other").key());
    assertThatThrownBy(this::load)
        .hasMessageContainingAll("is not the key of the first certificate", "CN=localhost");

    Files.writeString(folder.resolve("server.key"), AUTHORITY.rsaServer("other").key());
    assertThatThrownBy(this::load).hasMessageContaining("is not the key");
  }

  @Test
  void refusesAChainInTheWrongOrder() throws IOException {
    TestAuthority.Issued server = AUTHORITY.server("localhost");
    String all = server.certificates() + AUTHORITY.server("between").certificates();
    Files.writeString(folder.resolve("server.crt"), all);
    Files.writeString(folder.resolve("server.key"), server.key());

    assertThatThrownBy(this::load)
        .hasMessageContainingAll("certificate 3 (CN=between) has not issued", "the order is");
  }

  @Test
  void takesChangedFilesAndKeepsWhatItHasWhenTheyAreBroken() throws IOException, TlsFileException {
    ThreadRole.ADMIN_WORKER.bind();
    TlsFiles files = load();
    X509Certificate first = used(files);
    Object firstContext = files.context();
    files.refresh();
    assertThat(files.context()).isSameAs(firstContext);

    Files.writeString(folder.resolve("server.crt"), AUTHORITY.server("next").certificates());
    files.refresh(); // the key is not there yet
    assertThat(used(files)).isEqualTo(first);
    Files.delete(folder.resolve("server.key"));
    files.refresh();
    assertThat(used(files)).isEqualTo(first);
    AUTHORITY.expiredServer("expired").writeTo(folder, "server");
    files.refresh();
    assertThat(used(files)).isEqualTo(first);

    AUTHORITY.server("next").writeTo(folder, "server");
    files.refresh();
    assertThat(used(files).getSubjectX500Principal().getName()).isEqualTo("CN=next");
    assertThat(files.context()).isNotSameAs(firstContext);

    new TestAuthority("CN=Other CA").writeTo(folder.resolve("clients.crt"));
    files.refresh();
    assertThat(files.trustManager().getAcceptedIssuers())
        .extracting(issuer -> issuer.getSubjectX500Principal().getName())
        .containsExactly("CN=Other CA");
  }

  @Test
  void startsWithAnExpiredCertificate() throws IOException, TlsFileException {
    AUTHORITY.expiredServer("localhost").writeTo(folder, "server");

    assertThat(used(load())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.1", "SSLv3", ""})
  void refusesBrokenProtocols(String protocol) {
    List<String> protocols = List.of(protocol);
    TlsOptions good = options(ClientAuth.NONE);
    assertThatThrownBy(
            () ->
                new TlsOptions(
                    good.certificate(),
                    good.key(),
                    good.trust(),
                    null,
                    ClientAuth.NONE,
                    protocols,
                    100))
        .hasMessageContaining("tls.protocols must be one or more of TLSv1.2, TLSv1.3");
  }

  @Test
  void readsAlternativeNames() {
    var shown =
        ClientCertificates.of(
            AUTHORITY.client("O=Acme,CN=billing", "b@acme", "b.acme").certificate());

    assertThat(shown.subject()).isEqualTo("CN=billing,O=Acme");
    assertThat(shown.email()).isEqualTo("b@acme");
    assertThat(shown.dnsName()).isEqualTo("b.acme");
    assertThat(ClientCertificates.of(AUTHORITY.client("CN=x").certificate()).email()).isNull();
  }

  @Test
  void readsListsOfRevokedCertificates() throws IOException, TlsFileException {
    Path lists = folder.resolve("clients.crl");
    TlsOptions plain = options(ClientAuth.REQUIRED);
    TlsOptions withLists =
        new TlsOptions(
            plain.certificate(),
            plain.key(),
            plain.trust(),
            lists,
            ClientAuth.REQUIRED,
            plain.protocols(),
            100);
    assertThatThrownBy(() -> TlsFiles.load(withLists, new SystemClock()))
        .hasMessageContainingAll("rewind.tls.crl", "no such file");
    Files.writeString(lists, AUTHORITY.pem());
    assertThatThrownBy(() -> TlsFiles.load(withLists, new SystemClock()))
        .hasMessageContainingAll("rewind.tls.crl", "X509 CRL", "found CERTIFICATE");

    AUTHORITY.revoke(lists, Duration.ofDays(1), AUTHORITY.client("CN=x"));
    Revocations read =
        Objects.requireNonNull(TlsFiles.load(withLists, new SystemClock()).usage().revocations());
    assertThat(read.count()).isEqualTo(1);
    assertThat(read.until()).isPresent();
  }

  @Test
  void readsTheCommonName() {
    assertThat(commonName("CN=billing,OU=x,O=Acme")).isEqualTo("billing");
    assertThat(commonName("O=Acme,CN=last")).isEqualTo("last");
    assertThat(commonName("CN=first,CN=second")).isEqualTo("first");
    assertThat(commonName("CN=a\\,b")).isEqualTo("a,b");
    assertThat(commonName("O=Acme")).isNull();
  }

  private static @Nullable String commonName(String subject) {
    return ClientCertificates.commonName(new X500Principal(subject).getName(X500Principal.RFC2253));
  }
}
