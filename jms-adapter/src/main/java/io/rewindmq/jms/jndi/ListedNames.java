// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import java.util.Iterator;
import java.util.List;
import javax.naming.NamingEnumeration;

/** A list that JNDI reads one by one. One thread at a time. */
final class ListedNames<T> implements NamingEnumeration<T> {
  private final Iterator<T> rest;

  ListedNames(List<T> all) {
    rest = all.iterator();
  }

  @Override
  public T next() {
    return rest.next();
  }

  @Override
  public boolean hasMore() {
    return rest.hasNext();
  }

  @Override
  public T nextElement() {
    return rest.next();
  }

  @Override
  public boolean hasMoreElements() {
    return rest.hasNext();
  }

  /** Nothing is open. */
  @Override
  public void close() {
    // nothing is held
  }
}
