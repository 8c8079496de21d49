// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The one row of the table {@code access_change}: its number is another one after each change of
 * users and roles, so that brokers notice changes without reading everything.
 */
@Entity
@Table(name = "access_change")
class AccessChangeRow {
  static final int ID = 1;

  @Id private int id = ID;

  @Column(name = "change_number", nullable = false)
  private long changeNumber;

  /** For Hibernate. */
  protected AccessChangeRow() {}

  long changeNumber() {
    return changeNumber;
  }
}
