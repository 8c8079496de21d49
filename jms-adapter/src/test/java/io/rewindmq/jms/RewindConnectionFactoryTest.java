// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rewindmq.jms.jndi.RewindObjectFactory;
import io.rewindmq.jms.options.ClientOption;
import jakarta.jms.JMSRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.util.Locale;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewindConnectionFactoryTest {
  private static final String URL = "rewind://one:1,two:2";

  @ParameterizedTest
  @EnumSource(ClientOption.class)
  void hasABeanPropertyForEveryOption(ClientOption option) throws ReflectiveOperationException {
    RewindConnectionFactory factory = new RewindConnectionFactory(URL);
    Object value = isAllowed(option, "text") ? "text" : isAllowed(option, "777") ? 777 : true;
    Class<?> type =
        value instanceof Integer
            ? int.class
            : value instanceof Boolean ? boolean.class : String.class;
    Method setter = RewindConnectionFactory.class.getMethod("set" + property(option), type);

    setter.invoke(factory, value);

    RewindConnectionFactory byName = new RewindConnectionFactory(URL);
    byName.set(option, String.valueOf(value));
    assertThat(factory).isEqualTo(byName).isNotEqualTo(new RewindConnectionFactory(URL));
    if (!option.isSecret()) {
      Method getter = RewindConnectionFactory.class.getMethod("get" + property(option));
      assertThat(getter.invoke(factory)).isEqualTo(value);
    }
  }

  private static boolean isAllowed(ClientOption option, String value) {
    try {
      option.checked(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String property(ClientOption option) {
    StringBuilder name = new StringBuilder();
    for (String part : option.key().split("\\.", -1)) {
      name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return name.toString();
  }

  @Test
  void settersWinOverTheUrlInAnyOrder() {
    RewindConnectionFactory before = new RewindConnectionFactory();
    before.setPrefetch(5);
    before.setUser("anna");
    before.setUrl(URL + "?prefetch=7&user=bob&heartbeat=900");
    RewindConnectionFactory after = new RewindConnectionFactory();
    after.setUrl(URL + "?prefetch=7&user=bob&heartbeat=900");
    after.setUser("anna");
    after.setPrefetch(5);

    assertThat(before).isEqualTo(after).hasSameHashCodeAs(after);
    assertThat(before.getPrefetch()).isEqualTo(5);
    assertThat(before.getUser()).isEqualTo("anna");
    assertThat(before.getHeartbeat()).isEqualTo(900);
  }

  @Test
  void takesTheUrlsValueAgainAfterNull() {
    RewindConnectionFactory factory =
        new RewindConnectionFactory(URL + "?user=bob&password=pw", "anna", null);
    assertThat(factory.getUser()).isEqualTo("anna");

    factory.setUser(null);

    assertThat(factory.getUser()).isEqualTo("bob");
    assertThat(factory).isEqualTo(new RewindConnectionFactory(URL, "bob", "pw"));
  }

  @Test
  void neverShowsThePassword() {
    RewindConnectionFactory inUrl =
        new RewindConnectionFactory(URL + "?password=s3cret&user=anna&prefetch=3");
    RewindConnectionFactory set = new RewindConnectionFactory(URL, "anna", "s3cret");

    assertThat(inUrl.toString()).doesNotContain("s3cret").contains("one:1,two:2", "prefetch=3");
    assertThat(inUrl.getUrl()).isEqualTo(URL + "?user=anna&prefetch=3");
    assertThat(set.toString() + set.getUrl()).doesNotContain("s3cret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewindConnectionFactory("tcp://host:1?password=s3cret"))
        .withMessageContaining("tcp://host:1")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewindConnectionFactory("rewind://host:x?password=s3cret"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientOption.class,
      names = {"PASSWORD", "TLS_TRUST_PASSWORD", "TLS_KEYSTORE_PASSWORD"})
  void neverShowsASecretAndKeepsIt(ClientOption secret) throws NamingException {
    RewindConnectionFactory factory =
        new RewindConnectionFactory(URL + "?" + secret.key() + "=s3cret");

    assertThat(factory.toString() + factory.getUrl() + factory.getReference())
        .doesNotContain("s3cret");
    assertThat(
            new RewindObjectFactory().getObjectInstance(factory.getReference(), null, null, null))
        .isEqualTo(factory);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewindConnectionFactory(URL + "?" + secret.key() + "=s3cret%zz"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @Test
  void schemeAndOptionForTlsAreTheSame() {
    RewindConnectionFactory byScheme = new RewindConnectionFactory("rewinds://one:1?prefetch=3");
    RewindConnectionFactory byOption =
        new RewindConnectionFactory("rewind://one:1?tls=true&prefetch=3");
    RewindConnectionFactory bySetter = new RewindConnectionFactory("rewind://one:1?prefetch=3");
    bySetter.setTls(true);

    assertThat(byScheme).isEqualTo(byOption).isEqualTo(bySetter);
    assertThat(byScheme.getTls() && byScheme.getTlsVerifyHost()).isTrue();
    assertThat(byOption.getUrl()).isEqualTo("rewinds://one:1?prefetch=3");
    byScheme.setTls(false);
    assertThat(byScheme.getUrl()).isEqualTo("rewind://one:1?prefetch=3&tls=false");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewindConnectionFactory("rewinds://one?tls=false"))
        .withMessageContaining("contradict");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewindConnectionFactory("rewind://one?tls=yes"))
        .withMessage("tls: expected true or false, got yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefetch", "heartbeat", "connect.timeout", "reconnect.attempts"})
  void refusesANumberOutOfItsRangeAndStaysAsItWas(String key) {
    RewindConnectionFactory factory = new RewindConnectionFactory(URL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> factory.set(ClientOption.of(key), "-2"))
        .withMessageContaining(key)
        .withMessageContaining("-2");
    assertThat(factory).isEqualTo(new RewindConnectionFactory(URL));
  }

  @Test
  void keepsTheUrlWhenTheNewOneIsNone() {
    RewindConnectionFactory factory = new RewindConnectionFactory(URL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> factory.setUrl("rewind://host?prefech=1"))
        .withMessageContaining("unknown option prefech; known are prefetch,");
    assertThat(factory.getUrl()).isEqualTo(URL);
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    RewindConnectionFactory factory = new RewindConnectionFactory(URL, "anna", "pw");
    factory.setPrefetch(9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(factory);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(factory);
    }
  }

  @Test
  void refusesAWrongSessionModeBeforeItConnects() {
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> new RewindConnectionFactory("rewind://nobody.invalid").createContext(9))
        .withMessageContaining("9");
  }
}
