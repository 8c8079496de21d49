// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.destination.RewindQueue;
import io.rewindmq.jms.destination.RewindTopic;
import io.rewindmq.jms.jndi.reference.AdministeredReference;
import io.rewindmq.jms.options.ClientOption;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Set;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connection factories, queues and topics out of JNDI references: those that the objects give
 * themselves, and those that a container writes from its configuration, as Tomcat does from
 *
 * <pre>{@code
 * <Resource name="jms/orders" type="jakarta.jms.Queue" physicalName="orders"
 *     factory="io.rewindmq.jms.jndi.RewindObjectFactory"/>
 * <Resource name="jms/factory" type="jakarta.jms.ConnectionFactory" url="rewind://localhost:7672"
 *     user="shop" password="…" factory="io.rewindmq.jms.jndi.RewindObjectFactory"/>
 * }</pre>
 *
 * <p>A connection factory takes {@code url} and every option of the URL by its name. Threads: any.
 */
public final class RewindObjectFactory implements ObjectFactory {
  /** What containers add to references of their own accord. */
  private static final Set<String> OF_CONTAINERS =
      Set.of("factory", "scope", "auth", "description", "singleton", "closeMethod", "forceString");

  private static final Set<String> FACTORIES =
      Set.of(
          RewindConnectionFactory.class.getName(),
          ConnectionFactory.class.getName(),
          QueueConnectionFactory.class.getName(),
          TopicConnectionFactory.class.getName());
  private static final Set<String> QUEUES =
      Set.of(RewindQueue.class.getName(), Queue.class.getName());
  private static final Set<String> TOPICS =
      Set.of(RewindTopic.class.getName(), Topic.class.getName());

  /**
   * Makes the object that a reference describes, a new one with each call.
   *
   * @return null = it is no reference, or one to a class that is not ours
   * @throws ConfigurationException the reference lacks something or says something unknown
   */
  @Override
  public @Nullable Object getObjectInstance(
      @Nullable Object described,
      @Nullable Name name,
      @Nullable Context context,
      @Nullable Hashtable<?, ?> environment)
      throws NamingException {
    if (!(described instanceof Reference reference)) {
      return null;
    }
    String type = reference.getClassName();
    if (FACTORIES.contains(type)) {
      return factory(reference);
    }
    try {
      if (QUEUES.contains(type)) {
        return RewindDestination.queue(physicalName(reference));
      }
      return TOPICS.contains(type) ? RewindDestination.topic(physicalName(reference)) : null;
    } catch (JMSException e) {
      throw Failures.badSetting("a reference to " + type, e);
    }
  }

  private static RewindConnectionFactory factory(Reference reference)
      throws ConfigurationException {
    RewindConnectionFactory factory = new RewindConnectionFactory();
    for (RefAddr address : Collections.list(reference.getAll())) {
      if (!OF_CONTAINERS.contains(address.getType())) {
        set(factory, address);
      }
    }
    return factory;
  }

  private static void set(RewindConnectionFactory factory, RefAddr address)
      throws ConfigurationException {
    String value = String.valueOf(address.getContent());
    try {
      if (address.getType().equals(AdministeredReference.URL)) {
        factory.setUrl(value);
      } else {
        factory.set(ClientOption.of(address.getType()), value);
      }
    } catch (IllegalArgumentException e) {
      throw Failures.badSetting("the connection factory's reference", e);
    }
  }

  private static @Nullable String physicalName(Reference reference) throws ConfigurationException {
    RefAddr address = reference.get(AdministeredReference.PHYSICAL_NAME);
    if (address == null) {
      throw new ConfigurationException(
          "a reference to "
              + reference.getClassName()
              + " needs the address "
              + AdministeredReference.PHYSICAL_NAME);
    }
    return (String) address.getContent();
  }
}
