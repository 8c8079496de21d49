// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import jakarta.jms.JMSException;
import java.util.Collections;
import java.util.SortedMap;
import javax.naming.InvalidNameException;
import javax.naming.Name;

/** Makes an object of any name; slashes are part of it. It lists nothing. Threads: any. */
record DynamicDirectory(Maker maker) implements Directory {
  /** From a name to a destination. */
  @FunctionalInterface
  interface Maker {
    /**
     * Makes the destination of a name.
     *
     * @throws JMSException it is no name of a destination
     */
    Object make(String name) throws JMSException;
  }

  @Override
  public SortedMap<String, Object> entries() {
    return Collections.emptySortedMap();
  }

  @Override
  public Object find(Name name) throws InvalidNameException {
    try {
      return maker.make(String.join("/", Collections.list(name.getAll())));
    } catch (JMSException e) {
      InvalidNameException failure = new InvalidNameException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }
}
