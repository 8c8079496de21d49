// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Camel's JMS component, unchanged, on the client. */
class CamelJmsTest {
  @TempDir private Path dataDir;

  @Test
  void routesMessagesAndAnswersRequests() throws Exception {
    CamelContext camel = new DefaultCamelContext();
    try (TestBroker broker = TestBroker.start(dataDir)) {
      JmsComponent jms =
          JmsComponent.jmsComponentAutoAcknowledge(new RewindConnectionFactory(broker.url()));
      jms.setTransacted(false);
      camel.addComponent("jms", jms);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("jms:queue:orders?transacted=true").to("jms:topic:placed");
              from("jms:topic:placed").to("mock:placed");
              from("jms:queue:quotes").setBody(simple("quote for ${body}"));
            }
          });
      camel.start();
      MockEndpoint placed = camel.getEndpoint("mock:placed", MockEndpoint.class);
      placed.expectedBodiesReceived("wine", "cheese");
      placed.expectedHeaderReceived("country", "France");

      camel
          .createProducerTemplate()
          .sendBodyAndHeader("jms:queue:orders", "wine", "country", "France");
      camel
          .createProducerTemplate()
          .sendBodyAndHeader("jms:queue:orders", "cheese", "country", "France");
      Object quote = camel.createProducerTemplate().requestBody("jms:queue:quotes", (Object) "tea");

      placed.await(20, TimeUnit.SECONDS);
      placed.assertIsSatisfied();
      assertThat(quote).isEqualTo("quote for tea");
      camel.stop();
    }
  }
}
