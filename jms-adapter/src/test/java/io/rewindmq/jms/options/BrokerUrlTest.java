// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
