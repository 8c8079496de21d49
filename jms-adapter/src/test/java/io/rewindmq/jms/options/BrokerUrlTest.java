// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {
  @Test
  void printsWhatItReads() {
    String url = "rewind://a:1,[::1]:7672?clientId=a+%26b&deserialization.allow=com.acme,java.util";

    assertThat(BrokerUrl.parse(url)).hasToString(url);
    assertThat(BrokerUrl.parse(BrokerUrl.parse(url).toString())).isEqualTo(BrokerUrl.parse(url));
    assertThat(BrokerUrl.parse("rewind://a")).hasToString("rewind://a:7672");
  }

  @Test
  void writesNumbersInOneWay() {
    assertThat(BrokerUrl.parse("rewind://a?prefetch=007"))
        .isEqualTo(BrokerUrl.parse("rewind://a:7672/?prefetch=7"));
  }

  @Test
  void addedOptionsWin() {
    BrokerUrl url = BrokerUrl.parse("rewind://a?prefetch=7&user=u");

    BrokerUrl more = url.with(Map.of(ClientOption.PREFETCH, "8", ClientOption.CLIENT_ID, "c"));

    assertThat(more).hasToString("rewind://a:7672?clientId=c&user=u&prefetch=8");
    assertThat(url.number(ClientOption.PREFETCH)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:1",
        "rewind://",
        "rewind://:1",
        "rewind://a:0",
        "rewind://a:1,",
        "rewind://[a"
      })
  void refusesWhatIsNoUrl(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> BrokerUrl.parse(url));
  }

  @Test
  void ordersNamesByLikeness() {
    assertThat(NearestNames.sorted("ORDRES", List.of("payments", "orders", "order", "x")))
        .startsWith("orders", "order");
    assertThat(NearestNames.few("a", List.of("a1", "a2", "a3", "a4", "a5", "a6")))
        .isEqualTo("a1, a2, a3, a4, a5");
    assertThat(NearestNames.few("a", List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rewind://localhost               | localhost:7672",
        "rewind://localhost:1             | localhost:1",
        "rewind://localhost:65535/        | localhost:65535",
        "rewind://a:1,b,c:3               | a:1 b:7672 c:3",
        "rewind://a/,b/?prefetch=1        | a:7672 b:7672",
        "rewind://[::1]                   | [::1]:7672",
        "rewind://[::1]:9                 | [::1]:9",
        "rewind://[fe80::1]:9,10.0.0.1:8? | [fe80::1]:9 10.0.0.1:8"
      })
  void readsHostsInTheirOrder(String url, String hosts) {
    assertThat(BrokerUrl.parse(url).hosts())
        .extracting(BrokerUrl.Host::toString)
        .containsExactly(hosts.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:7672        | expected a URL such as rewind://localhost:7672, or rewinds:// for TLS, got"
            + " localhost:7672",
        "amqp://localhost      | expected a URL such as rewind://localhost:7672, or rewinds:// for TLS, got"
            + " amqp://localhost",
        "rewind:/localhost     | expected a URL such as rewind://localhost:7672, or rewinds:// for TLS, got"
            + " rewind:/localhost",
        "rewind://             | expected host:port (an IPv6 address in brackets), got '' in"
            + " rewind://",
        "rewind://a,           | expected host:port (an IPv6 address in brackets), got '' in"
            + " rewind://a,",
        "rewind://,a           | expected host:port (an IPv6 address in brackets), got '' in"
            + " rewind://,a",
        "rewind://:7672        | expected host:port (an IPv6 address in brackets), got ':7672' in"
            + " rewind://:7672",
        "rewind://::1          | expected host:port (an IPv6 address in brackets), got '::1' in"
            + " rewind://::1",
        "rewind://[::1         | an address in brackets has no end in rewind://[::1",
        "rewind://[]           | an address in brackets is empty in rewind://[]",
        "rewind://[::1]x       | expected a port from 1 to 65535, got 'x' in rewind://[::1]x",
        "rewind://a:           | expected a port from 1 to 65535, got '' in rewind://a:",
        "rewind://a:0          | expected a port from 1 to 65535, got '0' in rewind://a:0",
        "rewind://a:65536      | expected a port from 1 to 65535, got '65536' in rewind://a:65536",
        "rewind://a:-1         | expected a port from 1 to 65535, got '-1' in rewind://a:-1",
        "rewind://a:port       | expected a port from 1 to 65535, got 'port' in rewind://a:port",
        "rewind://a?prefetch   | expected option=value, got 'prefetch'",
        "rewind://a?=1         | expected option=value, got '=1'",
        "rewind://a?prefetch=1& | expected option=value, got ''",
        "rewind://a?prefetch=x | prefetch: expected a whole number from 0 to 1000000, got x",
        "rewind://a?prefetch=-1 | prefetch: expected a whole number from 0 to 1000000, got -1",
        "rewind://a?user=%zz   | user: expected text with %xx for special characters, got %zz",
        "rewind://a?prefetch=1&prefetch=2 | prefetch is given twice"
      })
  void saysWhatIsWrong(String url, String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> BrokerUrl.parse(url)).withMessage(text);
  }

  @Test
  void unknownOptionIsAnsweredWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerUrl.parse("rewind://a?prefecth=1"))
        .withMessageStartingWith("unknown option prefecth; known are prefetch, prefetch.bytes, ");
  }

  @Test
  void passwordIsInNoErrorText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerUrl.parse("rewind://a:0?password=secret"))
        .withMessage("expected a port from 1 to 65535, got '0' in rewind://a:0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerUrl.parse("rewind://a?user=u&password=sec%zret"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("zret"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerUrl.parse("localhost?password=secret"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void textsAreDecodedAndAbsentOnesAreNull() {
    BrokerUrl url =
        BrokerUrl.parse("rewind://a?user=ann%40home&password=a%26b%3Dc+d&clientId=%C3%A4");
    assertThat(url.text(ClientOption.USER)).isEqualTo("ann@home");
    assertThat(url.text(ClientOption.PASSWORD)).isEqualTo("a&b=c d");
    assertThat(url.text(ClientOption.CLIENT_ID)).isEqualTo("ä");
    assertThat(url.text(ClientOption.DESERIALIZATION_ALLOW)).isNull();
  }

  @Test
  void everyOptionHasItsKeyAndDefault() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    BrokerUrl url = BrokerUrl.parse("rewind://a");
    for (ClientOption option : ClientOption.values()) {
      if (option.isNumber()) {
        numbers.put(option.key(), url.number(option));
      }
    }
    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("prefetch", 1_000);
    expected.put("prefetch.bytes", 4_194_304);
    expected.put("connect.timeout", 10_000);
    expected.put("request.timeout", 60_000);
    expected.put("heartbeat", 30_000);
    expected.put("reconnect.attempts", -1);
    expected.put("reconnect.delay", 20);
    expected.put("reconnect.delay.max", 1_000);
    expected.put("failover.timeout", 60_000);
    expected.put("send.window", 1_024);
    expected.put("send.window.bytes", 4_194_304);
    assertThat(numbers).containsExactlyEntriesOf(expected);
    assertThat(Arrays.stream(ClientOption.values()).filter(option -> !option.isNumber()))
        .extracting(ClientOption::key)
        .containsExactly(
            "clientId",
            "user",
            "password",
            "deserialization.allow",
            "tls",
            "tls.trust",
            "tls.trust.password",
            "tls.keystore",
            "tls.keystore.password",
            "tls.verify.host");
    BrokerUrl plain = BrokerUrl.parse("rewind://a");
    assertThat(plain.flag(ClientOption.TLS)).isFalse();
    assertThat(plain.flag(ClientOption.TLS_VERIFY_HOST)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(ClientOption.class)
  void bothEndsOfARangeAreAllowedAndNothingBeyond(ClientOption option) {
    if (!option.isNumber()) {
      return;
    }
    for (int value : new int[] {option.min(), option.max()}) {
      assertThat(BrokerUrl.parse("rewind://a?" + option.key() + "=" + value).number(option))
          .isEqualTo(value);
    }
    for (long value : new long[] {option.min() - 1L, option.max() + 1L}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BrokerUrl.parse("rewind://a?" + option.key() + "=" + value))
          .withMessage(
              "%s: expected a whole number from %d to %d, got %d",
              option.key(), option.min(), option.max(), value);
    }
  }

  @Test
  void credentialsShowNoPassword() {
    assertThat(new Credentials("ann", "secret")).hasToString("user ann");
  }
}
