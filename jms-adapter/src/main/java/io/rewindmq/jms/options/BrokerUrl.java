// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code rewind://host[:port][,host[:port]…][?option=value[&option=value…]]}; an IPv6 address
 * stands in brackets. {@code rewinds://} is the same with {@code tls=true}. Immutable.
 */
public final class BrokerUrl {
  private static final String SCHEME = "rewind://";
  private static final String TLS_SCHEME = "rewinds://";
  private static final int DEFAULT_PORT = 7672;

  /** Where one broker listens. */
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
  }

  private final List<Host> hosts;
  private final Map<ClientOption, String> options;

  private BrokerUrl(List<Host> hosts, Map<ClientOption, String> options) {
    this.hosts = List.copyOf(hosts);
    this.options = options;
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException it is none; the text says what was expected
   */
  public static BrokerUrl parse(String url) {
    boolean isTls = url.startsWith(TLS_SCHEME);
    String scheme = isTls ? TLS_SCHEME : SCHEME;
    if (!url.startsWith(scheme)) {
      throw new IllegalArgumentException(
          "expected a URL such as rewind://localhost:7672, or rewinds:// for TLS, got "
              + withoutOptions(url));
    }
    String rest = url.substring(scheme.length());
    int query = rest.indexOf('?');
    String authority = query < 0 ? rest : rest.substring(0, query);
    List<Host> hosts = new ArrayList<>();
    for (String host : authority.split(",", -1)) {
      hosts.add(
          host(
              host.endsWith("/") ? host.substring(0, host.length() - 1) : host,
              scheme + authority));
    }
    Map<ClientOption, String> options = new EnumMap<>(ClientOption.class);
    if (query >= 0 && query < rest.length() - 1) {
      for (String pair : rest.substring(query + 1).split("&", -1)) {
        option(pair, options);
      }
    }
    if (isTls && "false".equals(options.put(ClientOption.TLS, "true"))) {
      throw new IllegalArgumentException("rewinds:// and tls=false contradict each other");
    }
    return new BrokerUrl(hosts, options);
  }

  /** The same hosts with other options besides; where both give one, the other wins. */
  public BrokerUrl with(Map<ClientOption, String> others) {
    Map<ClientOption, String> both = new EnumMap<>(ClientOption.class);
    both.putAll(options);
    both.putAll(others);
    return new BrokerUrl(hosts, both);
  }

  private static Host host(String text, String url) {
    if (text.startsWith("[")) {
      return bracketed(text, url);
    }
    int portAt = text.lastIndexOf(':');
    String name = portAt < 0 ? text : text.substring(0, portAt);
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "expected host:port (an IPv6 address in brackets), got '" + text + "' in " + url);
    }
    return new Host(name, portAt < 0 ? DEFAULT_PORT : port(text.substring(portAt + 1), url));
  }

  private static Host bracketed(String text, String url) {
    int close = text.indexOf(']');
    if (close < 0) {
      throw new IllegalArgumentException("an address in brackets has no end in " + url);
    }
    if (close == 1) {
      throw new IllegalArgumentException("an address in brackets is empty in " + url);
    }
    String name = text.substring(1, close);
    String rest = text.substring(close + 1);
    if (rest.isEmpty()) {
      return new Host(name, DEFAULT_PORT);
    }
    return new Host(name, port(rest.startsWith(":") ? rest.substring(1) : rest, url));
  }

  private static int port(String text, String url) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(badPort(text, url), e);
    }
    throw new IllegalArgumentException(badPort(text, url));
  }

  private static String badPort(String text, String url) {
    return "expected a port from 1 to 65535, got '" + text + "' in " + url;
  }

  private static void option(String pair, Map<ClientOption, String> options) {
    int at = pair.indexOf('=');
    if (at <= 0) {
      throw new IllegalArgumentException("expected option=value, got '" + pair + "'");
    }
    ClientOption option = ClientOption.of(pair.substring(0, at));
    String value = option.checked(decoded(option, pair.substring(at + 1)));
    if (options.put(option, value) != null) {
      throw new IllegalArgumentException(option.key() + " is given twice");
    }
  }

  private static String decoded(ClientOption option, String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      String shown = option.isSecret() ? "other characters" : text;
      throw new IllegalArgumentException(
          option.key() + ": expected text with %xx for special characters, got " + shown, e);
    }
  }

  /** At least one, in the order of the URL. */
  public List<Host> hosts() {
    return hosts;
  }

  /** A number, its default when the URL does not give it. */
  public int number(ClientOption option) {
    return option.parse(options.get(option));
  }

  /** True or false, its default when the URL does not give it. */
  public boolean flag(ClientOption option) {
    return option.flag(options.get(option));
  }

  /** A text, or null when the URL does not give it. */
  public @Nullable String text(ClientOption option) {
    return options.get(option);
  }

  /** Every option that the URL gives, in the order of {@link ClientOption}. */
  public Map<ClientOption, String> given() {
    return Collections.unmodifiableMap(options);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrokerUrl that
        && that.hosts.equals(hosts)
        && that.options.equals(options);
  }

  @Override
  public int hashCode() {
    return 31 * hosts.hashCode() + options.hashCode();
  }

  /** The URL again, every port written out, without passwords. */
  @Override
  public String toString() {
    boolean isTls = flag(ClientOption.TLS);
    String query =
        options.entrySet().stream()
            .filter(option -> !option.getKey().isSecret())
            .filter(option -> !isTls || option.getKey() != ClientOption.TLS)
            .map(option -> option.getKey().key() + "=" + encoded(option.getValue()))
            .collect(Collectors.joining("&"));
    return (isTls ? TLS_SCHEME : SCHEME)
        + hosts.stream().map(Host::toString).collect(Collectors.joining(","))
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2C", ",");
  }

  /** What a text about a bad URL may show: no options, since one of them may be the password. */
  private static String withoutOptions(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
