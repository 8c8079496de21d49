// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import javax.naming.ConfigurationException;

/** Failures of settings as JNDI knows them. */
final class Failures {
  private Failures() {}

  /** A setting that can't be read; keeps the cause and names the place. */
  static ConfigurationException badSetting(String place, Exception cause) {
    ConfigurationException failure = new ConfigurationException(place + ": " + cause.getMessage());
    failure.initCause(cause);
    return failure;
  }
}
