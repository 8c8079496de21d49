// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi.reference;

import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.jspecify.annotations.Nullable;

/**
 * Builds the reference under which a naming service stores one of the client's objects.
 *
 * <p>It names {@code RewindObjectFactory} as the class that makes the object again. A destination
 * is stored with one address, {@link #PHYSICAL_NAME}; a connection factory with {@link #URL}, which
 * holds its options, and the password beside it.
 */
public final class AdministeredReference {
  /** Address of a destination's name. */
  public static final String PHYSICAL_NAME = "physicalName";

  /** Address of a connection factory's URL, without the password. */
  public static final String URL = "url";

  private static final String OBJECT_FACTORY = "io.rewindmq.jms.jndi.RewindObjectFactory";

  private final Reference reference;

  /** A reference to an object of a class, without any address yet. */
  public AdministeredReference(Class<?> type) {
    reference = new Reference(type.getName(), OBJECT_FACTORY, null);
  }

  /** The reference of a destination of a class. */
  public static Reference ofDestination(Class<?> type, String physicalName) {
    return new AdministeredReference(type).with(PHYSICAL_NAME, physicalName).build();
  }

  /** Adds an address. */
  public AdministeredReference with(String type, String content) {
    reference.add(new StringRefAddr(type, content));
    return this;
  }

  /** Adds an address that the reference's {@code toString} does not show; null adds none. */
  public AdministeredReference withSecret(String type, @Nullable String content) {
    if (content != null) {
      reference.add(new SecretAddress(type, content));
    }
    return this;
  }

  /** What has been described; each call gives the same object. */
  public Reference build() {
    return reference;
  }
}
