// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the demo found, what it should have found, and how that is shown. */
record StoreReport(
    int orders,
    int ordersBeforeCrash,
    Duration timeToRecover,
    Invoices invoices,
    int units,
    Map<Integer, Integer> parcelsByShipper,
    Repeats repeats,
    Replay replay) {

  /** Invoices as they lay in the queue. */
  record Invoices(int count, int distinct, BigDecimal sum) {}

  /** Messages that came twice because of the crash. */
  record Repeats(int flagged, int unflagged, int transactionsRolledBack) {}

  /** What the rewind of billing brought, and what it brought to shipping (nothing). */
  record Replay(int messages, BigDecimal sum, int shippingDeliveries) {}

  private static final int ORDERS = 830;
  private static final int UNITS = 51_317;
  private static final BigDecimal SUM = new BigDecimal("1265793.04");
  private static final Map<Integer, Integer> PARCELS = Map.of(1, 249, 2, 326, 3, 255);

  /** One line for each figure that is not as it has to be; empty when all is right. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    expect(faults, "orders", ORDERS, orders);
    expect(faults, "invoices", ORDERS, invoices.count());
    expect(faults, "orders with an invoice", ORDERS, invoices.distinct());
    expect(faults, "invoiced", SUM, cents(invoices.sum()));
    expect(faults, "units", UNITS, units);
    expect(faults, "parcels by shipper", PARCELS, parcelsByShipper);
    expect(faults, "repeats without JMSRedelivered", 0, repeats.unflagged());
    expect(faults, "messages replayed", ORDERS, replay.messages());
    expect(faults, "sum of the replay", SUM, cents(replay.sum()));
    expect(faults, "deliveries to shipping by the rewind", 0, replay.shippingDeliveries());
    return faults;
  }

  String table() {
    StringBuilder table = new StringBuilder(800);
    row(table, "Orders sent", number(orders));
    row(
        table,
        "  before / after the crash",
        ordersBeforeCrash + " / " + (orders - ordersBeforeCrash));
    row(table, "Invoices", number(invoices.count()));
    row(table, "  their sum", money(invoices.sum()));
    row(table, "Units counted by inventory", number(units));
    new TreeMap<>(parcelsByShipper)
        .forEach(
            (shipper, parcels) -> row(table, "Parcels by shipper " + shipper, number(parcels)));
    row(table, "Broker killed and recovered in", seconds(timeToRecover));
    row(table, "  repeats, flagged and left out", number(repeats.flagged()));
    row(table, "  transactions rolled back", number(repeats.transactionsRolledBack()));
    row(table, "Billing rewound: replayed", number(replay.messages()));
    row(table, "  their sum", money(replay.sum()));
    row(table, "  shipping disturbed by it", number(replay.shippingDeliveries()));
    return table.toString();
  }

  private static void expect(List<String> faults, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      faults.add(what + ": expected " + expected + ", found " + found);
    }
  }

  private static void row(StringBuilder table, String label, String value) {
    table.append(String.format(Locale.ROOT, "  %-34s %14s%n", label, value));
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }

  private static String money(BigDecimal amount) {
    return String.format(Locale.ROOT, "%,.2f", cents(amount)).replace(',', ' ');
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
