// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rewindmq.jms.options.ClientOption;
import jakarta.jms.JMSRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.util.Locale;
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
    Class<?> type = isNumber(option) ? int.class : String.class;
    Method setter = RewindConnectionFactory.class.getMethod("set" + property(option), type);

    setter.invoke(factory, type == int.class ? (Object) 777 : "text");

    RewindConnectionFactory byName = new RewindConnectionFactory(URL);
    byName.set(option, type == int.class ? "777" : "text");
    assertThat(factory).isEqualTo(byName).isNotEqualTo(new RewindConnectionFactory(URL));
    if (option != ClientOption.PASSWORD) {
      Method getter = RewindConnectionFactory.class.getMethod("get" + property(option));
      assertThat(getter.invoke(factory)).isEqualTo(type == int.class ? (Object) 777 : "text");
    }
  }

  private static boolean isNumber(ClientOption option) {
    try {
      option.checked("no number");
      return false;
    } catch (IllegalArgumentException e) {
      return true;
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
