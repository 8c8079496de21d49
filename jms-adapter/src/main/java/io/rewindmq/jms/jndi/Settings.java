// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Turns an environment's settings into a naming tree; {@link RewindInitialContextFactory}. */
final class Settings {
  private static final String DEFAULT_URL = "rewind://localhost:7672";
  private static final List<String> DEFAULT_FACTORIES =
      List.of("ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory");
  private static final String FACTORY = "connectionfactory.";
  private static final String QUEUE = "queue.";
  private static final String TOPIC = "topic.";

  private final Map<String, String> given = new TreeMap<>();

  /** Takes what is a string; other keys and values are none of ours. */
  Settings(Map<?, ?> environment) {
    environment.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof String text) {
            given.put(name, text.strip());
          }
        });
  }

  /**
   * Reads all settings.
   *
   * @throws javax.naming.ConfigurationException one can't be read or two contradict each other; the
   *     text names the key
   */
  FixedDirectory tree() throws NamingException {
    FixedDirectory root = new FixedDirectory();
    root.put(new CompositeName("dynamicQueues"), new DynamicDirectory(RewindDestination::queue));
    root.put(new CompositeName("dynamicTopics"), new DynamicDirectory(RewindDestination::topic));
    for (Map.Entry<String, String> setting : given.entrySet()) {
      read(setting.getKey(), setting.getValue(), root);
    }
    String url = given.getOrDefault(Context.PROVIDER_URL, DEFAULT_URL);
    for (String name : given.getOrDefault("connectionFactoryNames", "").split(",", -1)) {
      if (!name.isBlank()) {
        root.put(new CompositeName(name.strip()), factory(Context.PROVIDER_URL, url));
      }
    }
    for (String name : DEFAULT_FACTORIES) {
      if (!root.entries().containsKey(name)) {
        root.put(new CompositeName(name), factory(Context.PROVIDER_URL, url));
      }
    }
    return root;
  }

  private void read(String key, String value, FixedDirectory root) throws NamingException {
    String lower = key.toLowerCase(Locale.ROOT);
    try {
      if (lower.startsWith(FACTORY)) {
        root.put(name(key, FACTORY), factory(key, value));
      } else if (lower.startsWith(QUEUE)) {
        root.put(name(key, QUEUE), RewindDestination.queue(value));
      } else if (lower.startsWith(TOPIC)) {
        root.put(name(key, TOPIC), RewindDestination.topic(value));
      }
    } catch (JMSException e) {
      throw Failures.badSetting(key, e);
    }
  }

  private static CompositeName name(String key, String prefix) throws NamingException {
    String name = key.substring(prefix.length());
    if (name.isEmpty()) {
      throw Failures.badSetting(key, new IllegalArgumentException("a name is missing at its end"));
    }
    return new CompositeName(name);
  }

  private RewindConnectionFactory factory(String key, String url) throws NamingException {
    try {
      BrokerUrl parsed = BrokerUrl.parse(url);
      RewindConnectionFactory factory = new RewindConnectionFactory(url);
      if (parsed.text(ClientOption.USER) == null) {
        factory.setUser(credential(Context.SECURITY_PRINCIPAL));
        if (parsed.text(ClientOption.PASSWORD) == null) {
          factory.setPassword(credential(Context.SECURITY_CREDENTIALS));
        }
      }
      return factory;
    } catch (IllegalArgumentException e) {
      throw Failures.badSetting(key, e);
    }
  }

  private @Nullable String credential(String key) {
    return given.get(key);
  }
}
