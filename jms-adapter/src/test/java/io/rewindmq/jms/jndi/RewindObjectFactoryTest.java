// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.destination.RewindQueue;
import io.rewindmq.jms.destination.RewindTopic;
import java.util.List;
import javax.naming.ConfigurationException;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewindObjectFactoryTest {
  private static @Nullable Object made(Reference reference) throws NamingException {
    return new RewindObjectFactory().getObjectInstance(reference, null, null, null);
  }

  private static Reference reference(String type, String... addresses) {
    Reference reference = new Reference(type, RewindObjectFactory.class.getName(), null);
    for (int i = 0; i < addresses.length; i += 2) {
      reference.add(new StringRefAddr(addresses[i], addresses[i + 1]));
    }
    return reference;
  }

  @Test
  void makesEqualObjectsOutOfTheirReferences() throws Exception {
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://a,b:2?prefetch=5", "anna&co", "s=3?cr&et");
    factory.setClientId("shop");
    factory.setDeserializationAllow("com.acme,java.util");

    for (Referenceable object :
        List.of(factory, new RewindQueue("orders"), new RewindTopic("a?start=earliest"))) {
      Reference reference = object.getReference();

      // the way of a naming service: it finds the object factory by its name in the reference
      assertThat(NamingManager.getObjectInstance(reference, null, null, null)).isEqualTo(object);
      assertThat(reference.getFactoryClassName()).isEqualTo(RewindObjectFactory.class.getName());
    }
  }

  @Test
  void aReferenceShowsNoPassword() throws NamingException {
    Reference reference = new RewindConnectionFactory("rewind://a?password=s3cret").getReference();

    assertThat(reference.toString()).contains("rewind://a:7672").doesNotContain("s3cret");
    assertThat(made(reference))
        .isEqualTo(new RewindConnectionFactory("rewind://a?password=s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jakarta.jms.ConnectionFactory",
        "jakarta.jms.QueueConnectionFactory",
        "jakarta.jms.TopicConnectionFactory"
      })
  void readsWhatAContainerWrites(String type) throws NamingException {
    Reference reference =
        reference(
            type,
            "scope",
            "Shareable",
            "auth",
            "Container",
            "singleton",
            "true",
            "factory",
            "x",
            "user",
            "anna",
            "url",
            "rewind://a:1",
            "reconnect.delay",
            "30");

    assertThat(made(reference))
        .isEqualTo(new RewindConnectionFactory("rewind://a:1?user=anna&reconnect.delay=30"));
    assertThat(made(reference("jakarta.jms.Queue", "auth", "Container", "physicalName", "q")))
        .isEqualTo(new RewindQueue("q"));
    assertThat(made(reference("jakarta.jms.Topic", "physicalName", "t")))
        .isEqualTo(new RewindTopic("t"));
  }

  @Test
  void leavesOthersObjectsToOthers() throws NamingException {
    assertThat(made(reference("java.lang.String"))).isNull();
    assertThat(new RewindObjectFactory().getObjectInstance("text", null, null, null)).isNull();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> made(reference("jakarta.jms.ConnectionFactory", "prefech", "1")))
        .withMessageContaining("unknown option prefech; known are prefetch");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> made(reference("jakarta.jms.ConnectionFactory", "prefetch", "many")));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> made(reference("jakarta.jms.Queue")))
        .withMessageContaining("physicalName");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> made(reference("jakarta.jms.Topic", "physicalName", "")));
  }
}
