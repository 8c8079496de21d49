// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi.reference;

import javax.naming.RefAddr;

/** A part of a reference that must not show up in texts and logs. Immutable. */
final class SecretAddress extends RefAddr {
  private static final long serialVersionUID = 1L;

  private final String content;

  SecretAddress(String type, String content) {
    super(type);
    this.content = content;
  }

  @Override
  public String getContent() {
    return content;
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "Type: " + addrType + "\nContent: (secret)\n";
  }
}
