// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.SubscriptionDefinition;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Length;
import org.jspecify.annotations.Nullable;

/** One durable subscription, as the table {@code subscription} has it. */
@Entity
@Table(name = "subscription")
class SubscriptionRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "key_hash", nullable = false, length = RowKey.HEX_CHARS, updatable = false)
  private String keyHash = "";

  @Column(name = "client_id", length = RowKey.NAME_CHARS_MAX)
  private @Nullable String clientId;

  @Column(nullable = false, length = RowKey.NAME_CHARS_MAX)
  private String name = "";

  @Column(nullable = false, length = RowKey.NAME_CHARS_MAX)
  private String topic = "";

  @Column(length = Length.LONG32)
  private @Nullable String selector;

  @Column(name = "no_local", nullable = false)
  private boolean noLocal;

  @Column(nullable = false)
  private boolean shared;

  /** For Hibernate. */
  protected SubscriptionRow() {}

  SubscriptionRow(String keyHash) {
    this.keyHash = keyHash;
  }

  static String keyOf(@Nullable String clientId, String name) {
    return clientId == null ? RowKey.of(name) : RowKey.of(clientId, name);
  }

  String keyHash() {
    return keyHash;
  }

  /** Takes over everything but the key. */
  void describe(SubscriptionDefinition definition) {
    clientId = definition.clientId();
    name = definition.name();
    topic = definition.topic();
    selector = definition.selector();
    noLocal = definition.noLocal();
    shared = definition.shared();
  }

  SubscriptionDefinition definition() {
    return new SubscriptionDefinition(clientId, name, topic, selector, noLocal, shared);
  }
}
