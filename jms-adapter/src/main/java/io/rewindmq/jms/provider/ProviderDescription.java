// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.provider;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Who we are and which version of Jakarta Messaging this is. */
public final class ProviderDescription implements ConnectionMetaData {
  /** Of this client. */
  public static final String VERSION = "0.1.0";

  private static final List<String> PROPERTIES =
      List.of("JMSXDeliveryCount", "JMSXGroupFirstForConsumer", "JMSXGroupID", "JMSXGroupSeq");

  @Override
  public String getJMSVersion() {
    return "3.1";
  }

  @Override
  public int getJMSMajorVersion() {
    return 3;
  }

  @Override
  public int getJMSMinorVersion() {
    return 1;
  }

  @Override
  public String getJMSProviderName() {
    return "RewindMQ";
  }

  @Override
  public String getProviderVersion() {
    return VERSION;
  }

  @Override
  public int getProviderMajorVersion() {
    return 0;
  }

  @Override
  public int getProviderMinorVersion() {
    return 1;
  }

  @Override
  public Enumeration<?> getJMSXPropertyNames() {
    return Collections.enumeration(PROPERTIES);
  }
}
