// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.destination.RewindQueue;
import io.rewindmq.jms.destination.RewindTopic;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.InvalidNameException;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// the context under test reads settings of the test and nothing else; JNDI wants Hashtables
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
class RewindInitialContextFactoryTest {
  private static Context context(String... settings) throws NamingException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, RewindInitialContextFactory.class.getName());
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return new InitialContext(environment);
  }

  private static RewindConnectionFactory factory(String url) {
    return new RewindConnectionFactory(url);
  }

  @Test
  void hasTheUsualFactoriesWithoutAnySetting() throws NamingException {
    Context context = context();

    for (String name :
        List.of("ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory")) {
      assertThat(context.lookup(name)).isEqualTo(new RewindConnectionFactory());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connectionFactory", "connectionfactory", "ConnectionFactory"})
  void hasFactoriesOfTheirOwnUrls(String prefix) throws NamingException {
    Context context =
        context(
            Context.PROVIDER_URL,
            "rewind://every:1",
            prefix + ".shop",
            "rewind://shop:2?prefetch=3",
            "connectionFactoryNames",
            "one, two,");

    assertThat(context.lookup("shop")).isEqualTo(factory("rewind://shop:2?prefetch=3"));
    assertThat(context.lookup("one")).isEqualTo(factory("rewind://every:1"));
    assertThat(context.lookup("two")).isEqualTo(factory("rewind://every:1"));
    assertThat(context.lookup("ConnectionFactory")).isEqualTo(factory("rewind://every:1"));
  }

  @Test
  void aSettingReplacesTheUsualFactory() throws NamingException {
    Context context =
        context(
            "connectionFactoryNames", "QueueConnectionFactory",
            "connectionFactory.ConnectionFactory", "rewind://own:1");

    assertThat(context.lookup("ConnectionFactory")).isEqualTo(factory("rewind://own:1"));
    assertThat(context.lookup("QueueConnectionFactory")).isEqualTo(new RewindConnectionFactory());
  }

  @Test
  void credentialsAreForFactoriesWhoseUrlNamesNoUser() throws NamingException {
    Context context =
        context(
            Context.SECURITY_PRINCIPAL,
            "anna",
            Context.SECURITY_CREDENTIALS,
            "s3cret",
            "connectionFactory.other",
            "rewind://h?user=bob&password=pw",
            "connectionFactory.open",
            "rewind://h?user=bob");

    assertThat(context.lookup("ConnectionFactory"))
        .isEqualTo(new RewindConnectionFactory("rewind://localhost", "anna", "s3cret"));
    assertThat(context.lookup("other"))
        .isEqualTo(new RewindConnectionFactory("rewind://h", "bob", "pw"));
    assertThat(context.lookup("open"))
        .isEqualTo(new RewindConnectionFactory("rewind://h", "bob", null));
    assertThat(context.lookup("").toString()).doesNotContain("s3cret", "pw");
  }

  @Test
  void findsDestinationsOnEveryLevel() throws NamingException {
    Context context =
        context(
            "queue.orders", " ORDERS ",
            "queue.jms/in/orders", "IN.ORDERS",
            "topic.jms/prices", "PRICES");

    assertThat(context.lookup("orders")).isEqualTo(new RewindQueue("ORDERS"));
    assertThat(context.lookup("/jms/in/orders")).isEqualTo(new RewindQueue("IN.ORDERS"));
    Context jms = (Context) context.lookup("jms");
    assertThat(jms.lookup("prices")).isEqualTo(new RewindTopic("PRICES"));
    assertThat(((Context) jms.lookup("in")).getNameInNamespace()).isEqualTo("jms/in");
    assertThat(jms.lookup("in/orders")).isSameAs(context.lookupLink("jms/in/orders"));
  }

  @Test
  void makesDestinationsOfAnyName() throws NamingException {
    Context context = context();

    assertThat(context.lookup("dynamicQueues/a/b.c")).isEqualTo(new RewindQueue("a/b.c"));
    assertThat(context.lookup("dynamicTopics/prices")).isEqualTo(new RewindTopic("prices"));
    assertThat(((Context) context.lookup("dynamicQueues")).lookup("x"))
        .isEqualTo(new RewindQueue("x"));
    assertThatExceptionOfType(InvalidNameException.class)
        .isThrownBy(() -> context.lookup("dynamicQueues/"));
  }

  @Test
  void listsNamesAndBindings() throws NamingException {
    Context context = context("queue.b", "B", "topic.jms/a", "A");

    List<String> names = new ArrayList<>();
    for (NameClassPair pair : Collections.list(context.list(""))) {
      names.add(pair.getName());
    }

    assertThat(names)
        .containsExactly(
            "ConnectionFactory",
            "QueueConnectionFactory",
            "TopicConnectionFactory",
            "b",
            "dynamicQueues",
            "dynamicTopics",
            "jms");
    assertThat(Collections.list(context.listBindings("jms")))
        .singleElement()
        .satisfies(
            binding -> {
              assertThat(binding.getName()).isEqualTo("a");
              assertThat(binding.getObject()).isEqualTo(new RewindTopic("A"));
              assertThat(binding.getClassName()).isEqualTo(RewindTopic.class.getName());
            });
    assertThat(context.list("dynamicQueues").hasMore()).isFalse();
    assertThatExceptionOfType(NotContextException.class).isThrownBy(() -> context.list("b"));
  }

  @Test
  void saysWhatIsNearTheNameThatIsMissing() throws NamingException {
    Context context = context("queue.jms/orders", "o", "queue.jms/payments", "p");

    assertThatExceptionOfType(NameNotFoundException.class)
        .isThrownBy(() -> context.lookup("jms/oders"))
        .withMessageStartingWith("there is no jms/oders; known are jms/orders, ")
        .satisfies(e -> assertThat(e.getRemainingName()).hasToString("jms/oders"));
    assertThatExceptionOfType(NameNotFoundException.class)
        .isThrownBy(() -> context.lookup("jms/orders/below"));
  }

  @Test
  void canOnlyBeRead() throws NamingException {
    Context context = context("queue.a", "A");
    Object any = new Object();

    for (ThrowingCallable change :
        List.<ThrowingCallable>of(
            () -> context.bind("x", any),
            () -> context.rebind("x", any),
            () -> context.unbind("a"),
            () -> context.rename("a", "b"),
            () -> context.createSubcontext("c"),
            () -> context.destroySubcontext("c"),
            () -> context.addToEnvironment("k", any),
            () -> context.removeFromEnvironment("k"))) {
      assertThatExceptionOfType(OperationNotSupportedException.class).isThrownBy(change);
    }
    assertThat(context.lookup("a")).isEqualTo(new RewindQueue("A"));
  }

  @Test
  void changesNothingThroughItsEnvironment() throws NamingException {
    Context context = (Context) context("queue.a", "A").lookup("");

    context.getEnvironment().clear();

    assertThat(context.getEnvironment()).isNotEmpty();
    context.close();
    assertThat(context.lookup("a")).isEqualTo(new RewindQueue("A"));
  }

  @Test
  void composesNames() throws NamingException {
    Context context = (Context) context().lookup("");

    assertThat(context.composeName("orders", "jms/in")).isEqualTo("jms/in/orders");
    assertThat(context.getNameParser("").parse("jms/in").size()).isEqualTo(2);
  }

  @Test
  void namesTheSettingThatCannotBeRead() {
    Map<String, String> wrong =
        Map.of(
            "connectionFactory.shop", "tcp://localhost:61616",
            "queue.nameless", "",
            "queue.", "x",
            "topic.jms/in/deep/", "");
    wrong.forEach(
        (key, value) ->
            assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> context(key, value))
                .withMessageStartingWith(key));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> context(Context.PROVIDER_URL, "vm://x"))
        .withMessageContaining("rewind://");
  }

  @Test
  void refusesNamesThatContradictEachOther() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> context("queue.a", "x", "topic.a", "y"))
        .withMessageContaining("a is given twice");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> context("queue.a", "x", "queue.a/b", "y"))
        .withMessageContaining("a is taken");
  }

  @Test
  void readsJndiPropertiesOfTheClassPath(@TempDir Path folder) throws IOException, NamingException {
    Files.writeString(
        folder.resolve("jndi.properties"),
        """
        java.naming.factory.initial = io.rewindmq.jms.jndi.RewindInitialContextFactory
        java.naming.provider.url = rewind://from.file:1
        queue.orders = ORDERS
        """);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      Context context = new InitialContext();

      assertThat((ConnectionFactory) context.lookup("ConnectionFactory"))
          .isEqualTo(factory("rewind://from.file:1"));
      assertThat((Queue) context.lookup("orders")).isEqualTo(new RewindQueue("ORDERS"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
