// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.DestinationDefinition;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One queue or topic, as the table {@code destination} has it. */
@Entity
@Table(name = "destination")
class DestinationRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "key_hash", nullable = false, length = RowKey.HEX_CHARS, updatable = false)
  private String keyHash = "";

  @Column(nullable = false, length = 16)
  private String kind = "";

  @Column(nullable = false, length = RowKey.NAME_CHARS_MAX)
  private String name = "";

  @Column(nullable = false)
  private int partitions;

  /** Null when Hibernate finds no value in any of its columns. */
  @Embedded private @Nullable SettingsColumns settings;

  /** For Hibernate. */
  protected DestinationRow() {}

  DestinationRow(String keyHash) {
    this.keyHash = keyHash;
  }

  static String keyOf(DestinationDefinition.Kind kind, String name) {
    return RowKey.of(kind.name(), name);
  }

  String keyHash() {
    return keyHash;
  }

  /** Takes over everything but the key. */
  void describe(DestinationDefinition definition) {
    kind = definition.kind().name();
    name = definition.name();
    partitions = definition.partitions();
    settings = SettingsColumns.of(definition);
  }

  /** Without settings of its own if those in the row can't be: the journal knows the right ones. */
  DestinationDefinition definition() {
    DestinationDefinition.Kind known = DestinationDefinition.Kind.valueOf(kind);
    SettingsColumns columns = settings == null ? new SettingsColumns() : settings;
    try {
      return new DestinationDefinition(known, name, partitions, columns.settings(), columns.own());
    } catch (IllegalArgumentException e) {
      return new DestinationDefinition(known, name, partitions);
    }
  }
}
