// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A read-only JNDI context over settings, so that applications that look their objects up need no
 * naming server. In {@code jndi.properties}, or as the environment of an {@code InitialContext}:
 *
 * <pre>{@code
 * java.naming.factory.initial = io.rewindmq.jms.jndi.RewindInitialContextFactory
 * java.naming.provider.url    = rewind://localhost:7672
 * connectionFactory.shop      = rewind://a:7672,b:7672?clientId=shop
 * queue.jms/orders            = orders
 * topic.prices                = prices
 * }</pre>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code java.naming.provider.url}</td><td>URL of the connection factories that have none
 * of their own; {@code rewind://localhost:7672} when it is missing</td></tr>
 * <tr><td>{@code connectionFactory.NAME}, {@code connectionfactory.NAME}</td><td>URL of a
 * connection factory</td></tr>
 * <tr><td>{@code connectionFactoryNames}</td><td>names of more factories for the provider's URL,
 * with commas between them</td></tr>
 * <tr><td>{@code queue.NAME}, {@code topic.NAME}</td><td>a destination as in {@code
 * Session.createQueue} and {@code createTopic}</td></tr>
 * <tr><td>{@code java.naming.security.principal}, {@code java.naming.security.credentials}</td>
 * <td>user and password of factories whose URL names no user</td></tr>
 * </table>
 *
 * <p>Always there: {@code ConnectionFactory}, {@code QueueConnectionFactory} and {@code
 * TopicConnectionFactory}, unless a setting gives them, and {@code dynamicQueues/NAME} and {@code
 * dynamicTopics/NAME} for any name. Slashes make levels. Other keys are ignored, since an
 * environment belongs to many. Threads: any.
 */
public final class RewindInitialContextFactory implements InitialContextFactory {
  /**
   * Reads the settings; connects to nothing.
   *
   * @throws javax.naming.ConfigurationException a setting can't be read; the text names its key
   */
  @Override
  public Context getInitialContext(@Nullable Hashtable<?, ?> environment) throws NamingException {
    Map<?, ?> settings = environment == null ? Map.of() : environment;
    return new ReadOnlyContext(List.of(), new Settings(settings).tree(), Map.copyOf(settings));
  }
}
