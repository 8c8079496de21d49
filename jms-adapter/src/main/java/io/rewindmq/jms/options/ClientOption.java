// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every option that a URL may carry, with its range (both ends inclusive) and default. */
public enum ClientOption {
  /** Client identifier of every connection. */
  CLIENT_ID("clientId", 0, 0, 0),
  USER("user", 0, 0, 0),
  PASSWORD("password", 0, 0, 0),
  /** Comma-separated package prefixes whose classes an ObjectMessage may hold. */
  DESERIALIZATION_ALLOW("deserialization.allow", 0, 0, 0),
  /** Messages a consumer takes ahead; 0 = none, it asks for one when somebody waits. */
  PREFETCH("prefetch", 0, 1_000_000, 1_000),
  /** Bytes a consumer takes ahead, beside one large message. */
  PREFETCH_BYTES("prefetch.bytes", 1, Integer.MAX_VALUE, 4 << 20),
  /** Milliseconds to reach one host. */
  CONNECT_TIMEOUT("connect.timeout", 1, 600_000, 10_000),
  /** Milliseconds to wait for an answer before the connection is given up. */
  REQUEST_TIMEOUT("request.timeout", 1, 3_600_000, 60_000),
  /** Milliseconds between signs of life; silence of two is a lost connection. */
  HEARTBEAT("heartbeat", 100, 3_600_000, 30_000),
  /** How often to try again after a lost connection; -1 = for ever, 0 = never. */
  RECONNECT_ATTEMPTS("reconnect.attempts", -1, Integer.MAX_VALUE, -1),
  /** First wait between two tries, milliseconds; doubles up to {@link #RECONNECT_DELAY_MAX}. */
  RECONNECT_DELAY("reconnect.delay", 1, 600_000, 20),
  RECONNECT_DELAY_MAX("reconnect.delay.max", 1, 600_000, 1_000),
  /** Milliseconds that closing a session waits for a lost connection to come back. */
  FAILOVER_TIMEOUT("failover.timeout", 0, 3_600_000, 60_000),
  /** Unanswered messages that a session may have. */
  SEND_WINDOW("send.window", 1, 1_000_000, 1_024),
  /** Unanswered bytes that a session may have; a large message goes in parts as they allow. */
  SEND_WINDOW_BYTES("send.window.bytes", 1, Integer.MAX_VALUE, 4 << 20),
  /** Whether connections are encrypted; {@code rewinds://} says the same. */
  TLS("tls", false),
  /** File with the certificates that are trusted: PEM, PKCS#12 or JKS. */
  TLS_TRUST("tls.trust", 0, 0, 0),
  TLS_TRUST_PASSWORD("tls.trust.password", 0, 0, 0),
  /** File with the client's own certificate and key: PEM, PKCS#12 or JKS. */
  TLS_KEYSTORE("tls.keystore", 0, 0, 0),
  TLS_KEYSTORE_PASSWORD("tls.keystore.password", 0, 0, 0),
  /** Whether the broker's certificate must be for the host that was asked for. */
  TLS_VERIFY_HOST("tls.verify.host", true);

  private final String key;
  private final int min;
  private final int max;
  private final int defaultValue;

  private final boolean isFlag;

  ClientOption(String key, int min, int max, int defaultValue) {
    this.key = key;
    this.min = min;
    this.max = max;
    this.defaultValue = defaultValue;
    this.isFlag = false;
  }

  /** True or false. */
  ClientOption(String key, boolean defaultValue) {
    this.key = key;
    this.min = 0;
    this.max = 0;
    this.defaultValue = defaultValue ? 1 : 0;
    this.isFlag = true;
  }

  public String key() {
    return key;
  }

  public int defaultValue() {
    return defaultValue;
  }

  /** Smallest value of a number. */
  int min() {
    return min;
  }

  /** Largest value of a number. */
  int max() {
    return max;
  }

  /** Whether it is a number. */
  boolean isNumber() {
    return min != max;
  }

  /** Whether it is true or false. */
  boolean isFlag() {
    return isFlag;
  }

  /** Whether it must not show up in texts and logs. */
  public boolean isSecret() {
    return this == PASSWORD || this == TLS_TRUST_PASSWORD || this == TLS_KEYSTORE_PASSWORD;
  }

  /**
   * Checks a value and writes it in one way only.
   *
   * @throws IllegalArgumentException a number was expected, or it is out of its range, or true or
   *     false was expected
   */
  public String checked(String value) {
    if (isFlag && !value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(key + ": expected true or false, got " + value);
    }
    return isNumber() ? Integer.toString(parse(value)) : value;
  }

  /** Reads what {@link #checked} has let pass. */
  boolean flag(@Nullable String text) {
    return text == null ? defaultValue != 0 : text.equals("true");
  }

  /** Reads a number and checks its range. */
  int parse(@Nullable String text) {
    if (text == null) {
      return defaultValue;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expectation(text), e);
    }
    throw new IllegalArgumentException(expectation(text));
  }

  private String expectation(String text) {
    return key + ": expected a whole number from " + min + " to " + max + ", got " + text;
  }

  /**
   * Finds an option by its key.
   *
   * @throws IllegalArgumentException there is none; the text names the known ones, the nearest
   *     first
   */
  public static ClientOption of(String key) {
    return Arrays.stream(values())
        .filter(option -> option.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(key)));
  }

  private static String unknown(String key) {
    List<String> known = Arrays.stream(values()).map(ClientOption::key).toList();
    return "unknown option "
        + key
        + "; known are "
        + String.join(", ", NearestNames.sorted(key, known));
  }
}
