// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata.move;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies tables between databases that have the same ones, with all columns, and compares them
 * afterwards. Times are in UTC, as Hibernate keeps them in both.
 */
final class TableCopy {
  private static final int ROWS_A_BATCH = 500;

  private final Connection from;
  private final Connection to;

  TableCopy(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /** How many rows a table has. */
  static long rows(Connection database, String table) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from " + table)) {
      boolean _ = count.next();
      return count.getLong(1);
    }
  }

  /**
   * Copies all rows of a table.
   *
   * @param order columns that identify a row
   * @return how many
   * @throws IllegalStateException a row was found changed
   */
  long copy(String table, String order) throws SQLException {
    String all = "select * from " + table + " order by " + order;
    long copied = 0;
    try (Statement reading = from.createStatement();
        ResultSet rows = reading.executeQuery(all)) {
      List<String> columns = columns(rows);
      try (PreparedStatement insert = to.prepareStatement(insert(table, columns))) {
        while (rows.next()) {
          for (int i = 0; i < columns.size(); i++) {
            insert.setObject(i + 1, value(rows.getObject(columns.get(i))));
          }
          insert.addBatch();
          copied++;
          if (copied % ROWS_A_BATCH == 0) {
            int[] _ = insert.executeBatch();
          }
        }
        int[] _ = insert.executeBatch();
      }
      compare(table, order, columns);
    }
    return copied;
  }

  private static List<String> columns(ResultSet rows) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      columns.add(rows.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT));
    }
    return columns;
  }

  private static String insert(String table, List<String> columns) {
    return "insert into "
        + table
        + " ("
        + String.join(", ", columns)
        + ") values ("
        + String.join(", ", columns.stream().map(any -> "?").toList())
        + ")";
  }

  /** The same value whatever database it is from. */
  private static @Nullable Object value(@Nullable Object stored) throws SQLException {
    return switch (stored) {
      case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      case Clob text -> text.getSubString(1, (int) text.length());
      case null, default -> stored;
    };
  }

  private void compare(String table, String order, List<String> columns) throws SQLException {
    String all = "select " + String.join(", ", columns) + " from " + table + " order by " + order;
    try (Statement here = from.createStatement();
        Statement there = to.createStatement();
        ResultSet wanted = here.executeQuery(all);
        ResultSet found = there.executeQuery(all)) {
      while (wanted.next()) {
        if (!found.next()) {
          throw new IllegalStateException(table + ": rows are missing in the copy");
        }
        for (int i = 1; i <= columns.size(); i++) {
          Object is = found.getObject(i);
          Object should = value(wanted.getObject(i));
          if (!Objects.equals(comparable(should), comparable(is))) {
            throw new IllegalStateException(
                table + "." + columns.get(i - 1) + ": expected " + should + ", got " + is);
          }
        }
      }
      if (found.next()) {
        throw new IllegalStateException(table + ": the copy has more rows");
      }
    }
  }

  /** Numbers and times come as other types from each driver. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.longValue();
      case java.sql.Timestamp time -> time.toLocalDateTime();
      case LocalDateTime time -> time;
      case null, default -> value;
    };
  }
}
