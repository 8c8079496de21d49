// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was confirmed to producers and what reached consumers, message by message.
 *
 * <p>Judges two promises: every confirmed message was received, and of all receptions of one
 * message at most one came without JMSRedelivered. Safe for use by several threads.
 */
final class DeliveryLedger {
  private static final int FAULTS_SHOWN = 10;

  private static final class Account {
    boolean confirmed;
    boolean rolledBack;
    int flagged;
    int unflagged;
  }

  private final Map<Long, Account> accounts = new TreeMap<>();

  /** The message's send has returned. */
  synchronized void confirmed(long message) {
    account(message).confirmed = true;
  }

  /** The message's transaction was rolled back. */
  synchronized void rolledBack(long message) {
    account(message).rolledBack = true;
  }

  /** The message is in a consumer's hands. */
  synchronized void received(long message, boolean redelivered) {
    Account account = account(message);
    if (redelivered) {
      account.flagged++;
    } else {
      account.unflagged++;
    }
  }

  private Account account(long message) {
    return accounts.computeIfAbsent(message, any -> new Account());
  }

  synchronized long confirmedCount() {
    return accounts.values().stream().filter(account -> account.confirmed).count();
  }

  synchronized long receptions() {
    return accounts.values().stream().mapToLong(a -> a.flagged + a.unflagged).sum();
  }

  /** Confirmed messages that nobody has received. */
  synchronized long missing() {
    return accounts.values().stream()
        .filter(account -> account.confirmed && account.flagged + account.unflagged == 0)
        .count();
  }

  /** Receptions beyond the first that were flagged, as they must be. */
  synchronized long flaggedRepeats() {
    return accounts.values().stream()
        .mapToLong(account -> Math.max(0, account.flagged + account.unflagged - 1))
        .sum();
  }

  /** Messages that came more than once without the flag. */
  synchronized long unflaggedRepeats() {
    return accounts.values().stream().filter(account -> account.unflagged > 1).count();
  }

  /** The first broken promises in words; empty when all were kept. */
  synchronized List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<Long, Account> entry : accounts.entrySet()) {
      Account account = entry.getValue();
      if (account.confirmed && account.flagged + account.unflagged == 0) {
        faults.add(name(entry.getKey()) + " was confirmed and never received");
      }
      if (account.rolledBack && account.flagged + account.unflagged > 0) {
        faults.add(name(entry.getKey()) + " was rolled back and received all the same");
      }
      if (account.unflagged > 1) {
        faults.add(
            name(entry.getKey()) + " was received " + account.unflagged + " times without flag");
      }
      if (faults.size() >= FAULTS_SHOWN) {
        break;
      }
    }
    return faults;
  }

  /** One number for a producer's n-th message. */
  static long message(int producer, int number) {
    return ((long) producer << 32) | number;
  }

  private static String name(long message) {
    return "message " + (int) message + " of producer " + (message >>> 32);
  }
}
