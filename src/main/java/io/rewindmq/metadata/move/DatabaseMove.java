// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata.move;

import io.rewindmq.platform.disk.FolderLock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.DiskFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * {@code ./rewind db migrate}: copies what the database of a stopped broker holds from H2 to
 * MariaDB. The data folder is locked meanwhile. Either everything is there afterwards, or MariaDB
 * is as empty as before.
 */
public final class DatabaseMove {
  private static final int NOT_DONE = 1;
  private static final int WRONG_USAGE = 2;
  private static final String DATABASE = "db.mv.db";

  /** The tables, those first that others refer to, each with what identifies a row. */
  private static final Map<String, String> TABLES = tables();

  private DatabaseMove() {}

  private static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("destination", "id");
    tables.put("subscription", "id");
    tables.put("broker_user", "id");
    tables.put("broker_role", "id");
    tables.put("role_permission", "role_id, ordinal");
    tables.put("user_role", "user_id, role_name");
    tables.put("access_change", "id");
    tables.put("audit_entry", "id");
    return tables;
  }

  /** The program. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
  }

  /** Returns the exit status. */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (MoveOptions.isHelp(arguments)) {
      out.print(MoveOptions.HELP);
      return 0;
    }
    try {
      MoveOptions options = MoveOptions.parse(arguments, environment);
      move(options.passwordFromInput() ? options.withPassword(firstLine()) : options, out);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (IllegalStateException | DiskFailedException | FlywayException e) {
      err.println(e.getMessage());
      return NOT_DONE;
    } catch (SQLException | IOException e) {
      err.println("not migrated, and MariaDB is as it was: " + e.getMessage());
      return NOT_DONE;
    }
  }

  private static String firstLine() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return Objects.requireNonNullElse(in.readLine(), "");
  }

  private static void move(MoveOptions options, PrintStream out) throws SQLException {
    Path folder = Path.of(options.folder()).toAbsolutePath().normalize();
    if (!RealDisk.isFolder(folder) || !new RealDisk(folder).exists(DATABASE)) {
      throw new IllegalStateException(folder + " has no " + DATABASE + ": nothing to migrate");
    }
    FolderLock lock =
        FolderLock.tryLock(folder)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        folder + " is in use by a running broker; stop it first"));
    try {
      String h2 = "jdbc:h2:file:" + folder.resolve("db") + ";IFEXISTS=TRUE";
      upToDate(h2, "", "", "h2");
      upToDate(options.url(), options.user(), options.password(), "mariadb");
      try (Connection from = DriverManager.getConnection(h2, "", "");
          Connection to =
              DriverManager.getConnection(options.url(), options.user(), options.password())) {
        to.setAutoCommit(false);
        requireEmpty(to);
        Map<String, Long> rows = copy(from, to);
        to.commit();
        report(rows, out);
      }
    } finally {
      lock.close();
    }
  }

  /** Makes or upgrades the tables, as a broker of this version does. */
  private static void upToDate(String url, String user, String password, String kind) {
    Flyway.configure(DatabaseMove.class.getClassLoader())
        .dataSource(url, user, password)
        .locations("classpath:db/migration/" + kind)
        .load()
        .migrate();
  }

  private static void requireEmpty(Connection to) throws SQLException {
    for (String table : TABLES.keySet()) {
      boolean isBuiltIn = table.equals("access_change"); // has one row from the beginning
      if (!isBuiltIn && TableCopy.rows(to, table) > 0) {
        throw new IllegalStateException(
            "the MariaDB database is not empty: it has rows in the table "
                + table
                + ". Nothing was changed; name an empty one");
      }
    }
  }

  private static Map<String, Long> copy(Connection from, Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      int _ = statement.executeUpdate("delete from access_change");
    }
    TableCopy copy = new TableCopy(from, to);
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      rows.put(table.getKey(), copy.copy(table.getKey(), table.getValue()));
    }
    return rows;
  }

  private static void report(Map<String, Long> rows, PrintStream out) {
    out.printf(
        "Migrated and compared: %d destinations, %d subscriptions, %d users, %d roles, %d entries"
            + " of the audit.%n",
        rows.get("destination"),
        rows.get("subscription"),
        rows.get("broker_user"),
        rows.get("broker_role"),
        rows.get("audit_entry"));
    out.println(
        "Start the broker with REWIND_DATABASE=mariadb and the same"
            + " QUARKUS_DATASOURCE_MARIADB_... variables. The H2 file stays and is not read then.");
  }
}
