// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.cli.tls.TrustedIssuers;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the broker's REST administration under {@code /api/v1}. Safe for use by several threads.
 */
public final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DESTINATIONS = "/api/v1/destinations";
  private static final String CONNECTIONS = "/api/v1/connections";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String base;
  private final AdminLogin login;
  private final HttpClient http;

  /** Of a broker that speaks plain HTTP, or whose certificate the JVM trusts. */
  public AdminClient(String base, AdminLogin login) {
    this(base, login, null);
  }

  /**
   * @param base the broker's HTTP root, for example {@code https://broker.example:7680}
   * @param login who asks
   * @param issuers PEM file with the certificates that are trusted; null = those of the JVM
   */
  public AdminClient(String base, AdminLogin login, @Nullable Path issuers) {
    this.login = login;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    if (issuers != null) {
      builder.sslContext(TrustedIssuers.in(issuers));
    }
    this.http = builder.build();
  }

  /** Every consumer group: queues and subscriptions. */
  public List<GroupRow> groups() {
    return read(get("/api/v1/groups"), new TypeReference<>() {});
  }

  /** One group with all that the broker tells of it, as JSON. */
  public JsonNode group(String name) {
    return read(get("/api/v1/groups/" + encode(name)), new TypeReference<>() {});
  }

  /**
   * Moves a group's cursor; its consumers stay connected.
   *
   * @param to {@code earliest}, {@code latest}, an offset, an instant or a duration back
   * @return the broker's report, as JSON
   */
  public JsonNode rewind(String group, String to) {
    String path = "/api/v1/groups/" + encode(group) + "/rewind";
    return read(withBody("POST", path, Map.of("to", to)), new TypeReference<>() {});
  }

  /** Every destination with all that the broker tells of it, as JSON. */
  public JsonNode destinations() {
    return read(get(DESTINATIONS), new TypeReference<>() {});
  }

  /** One destination, as JSON. */
  public JsonNode destination(String kind, String name) {
    return read(get(path(kind, name)), new TypeReference<>() {});
  }

  /**
   * Creates a destination.
   *
   * @param fields name, kind, partitions, settings
   * @return what it is like, as JSON
   */
  public JsonNode createDestination(Map<String, @Nullable Object> fields) {
    return read(withBody("POST", DESTINATIONS, fields), new TypeReference<>() {});
  }

  /**
   * Changes settings; null = the broker's default.
   *
   * @return what the destination is like then, as JSON
   */
  public JsonNode changeDestination(
      String kind, String name, Map<String, @Nullable Object> settings) {
    return read(withBody("PATCH", path(kind, name), settings), new TypeReference<>() {});
  }

  /**
   * Deletes a destination.
   *
   * @param force also while it has consumers
   */
  public void deleteDestination(String kind, String name, boolean force) {
    succeed(request(path(kind, name) + (force ? "?force=true" : "")).DELETE().build());
  }

  private static String path(String kind, String name) {
    return DESTINATIONS + "/" + kind + "/" + encode(name);
  }

  /**
   * Some connections of clients, as JSON, the oldest first.
   *
   * @param filters {@code limit}, {@code user}, {@code clientId}, {@code address}, {@code after};
   *     null = not said
   */
  public JsonNode connections(Map<String, @Nullable String> filters) {
    return read(get(CONNECTIONS + query(filters)), new TypeReference<>() {});
  }

  /** One connection with what it has open, as JSON. */
  public JsonNode connection(String id) {
    return read(get(CONNECTIONS + "/" + encode(id)), new TypeReference<>() {});
  }

  /**
   * Ends a connection.
   *
   * @param reason what the client is told; null = nothing more
   * @param reconnect whether the client comes back by itself
   */
  public void closeConnection(String id, @Nullable String reason, boolean reconnect) {
    Map<String, @Nullable String> said = new LinkedHashMap<>();
    said.put("reason", reason);
    said.put("reconnect", String.valueOf(reconnect));
    succeed(request(CONNECTIONS + "/" + encode(id) + query(said)).DELETE().build());
  }

  /** Ends one consumer of a connection. */
  public void closeConsumer(String id, long consumer, @Nullable String reason) {
    Map<String, @Nullable String> said = new LinkedHashMap<>();
    said.put("reason", reason);
    String path = CONNECTIONS + "/" + encode(id) + "/consumers/" + consumer;
    succeed(request(path + query(said)).DELETE().build());
  }

  /** The server's settings, as JSON. */
  public JsonNode settings() {
    return read(get("/api/v1/settings"), new TypeReference<>() {});
  }

  /** The certificate in use, as JSON. */
  public JsonNode tls() {
    return read(get("/api/v1/tls"), new TypeReference<>() {});
  }

  /** Has the server read its certificates again; what is in use then, as JSON. */
  public JsonNode reloadTls() {
    HttpRequest reload =
        request("/api/v1/tls/reload").POST(HttpRequest.BodyPublishers.noBody()).build();
    return read(reload, new TypeReference<>() {});
  }

  /** Whether the broker has no users and lets everybody on its machine in. */
  public boolean isOpen() {
    HttpRequest asNobody =
        HttpRequest.newBuilder(URI.create(base + "/api/v1/users"))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .GET()
            .build();
    return send(asNobody).statusCode() == 200;
  }

  /** Every user. */
  public List<UserRow> users() {
    return read(get("/api/v1/users"), new TypeReference<>() {});
  }

  /**
   * Adds a user.
   *
   * @param oneTime he has to change the password before anything else
   */
  public void addUser(String name, String password, boolean oneTime, List<String> roles) {
    Map<String, ?> body =
        Map.of("name", name, "password", password, "oneTime", oneTime, "roles", roles);
    succeed(withBody("POST", "/api/v1/users", body));
  }

  /**
   * Gives a user another password.
   *
   * @param oneTime he has to change it before anything else
   */
  public void changePassword(String name, String password, boolean oneTime) {
    String path = "/api/v1/users/" + encode(name) + "/password";
    succeed(withBody("PUT", path, Map.of("password", password, "oneTime", oneTime)));
  }

  /**
   * Changes a user.
   *
   * @param fields roles, enabled
   */
  public void changeUser(String name, Map<String, ?> fields) {
    succeed(withBody("PATCH", "/api/v1/users/" + encode(name), fields));
  }

  /** Every role, as JSON. */
  public JsonNode roles() {
    return read(get("/api/v1/roles"), new TypeReference<>() {});
  }

  /** One role, as JSON. */
  public JsonNode role(String name) {
    return read(get("/api/v1/roles/" + encode(name)), new TypeReference<>() {});
  }

  /**
   * Makes a role, or replaces what it was.
   *
   * @param fields rights, permissions
   */
  public void putRole(String name, Map<String, ?> fields) {
    succeed(withBody("PUT", "/api/v1/roles/" + encode(name), fields));
  }

  public void removeRole(String name) {
    succeed(request("/api/v1/roles/" + encode(name)).DELETE().build());
  }

  /**
   * Some of what administrators have done, as JSON, the newest first.
   *
   * @param filters {@code user}, {@code object}, {@code limit}, {@code before}
   */
  public JsonNode audit(Map<String, String> filters) {
    return read(get("/api/v1/audit" + query(filters)), new TypeReference<>() {});
  }

  /** With the question mark; without what is null. */
  private static String query(Map<String, ? extends @Nullable String> filters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    filters.forEach(
        (name, value) -> {
          if (value != null) {
            query.add(name + "=" + encode(value));
          }
        });
    return query.toString();
  }

  /**
   * What is at a path, as JSON.
   *
   * @param path with its query, its segments encoded by {@link #encode}
   */
  public JsonNode fetch(String path) {
    return read(get(path), new TypeReference<>() {});
  }

  /** Posts fields to a path; the answer as JSON. */
  public JsonNode post(String path, Map<String, ?> fields) {
    return read(withBody("POST", path, fields), new TypeReference<>() {});
  }

  /** Deletes what is at a path; the answer as JSON. */
  public JsonNode delete(String path) {
    return read(request(path).DELETE().build(), new TypeReference<>() {});
  }

  /**
   * Has a backup taken, which begins now.
   *
   * @return it, as it comes; the caller closes it
   */
  public InputStream backup() {
    HttpRequest request =
        request("/api/v1/backup")
            .setHeader("Accept", "application/x-tar")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<InputStream> response = send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw new AdminException(problem(request, response.statusCode(), text));
    } catch (IOException e) {
      throw new AdminException(request.uri() + ": " + e.getMessage(), e);
    }
  }

  public void removeUser(String name) {
    succeed(request("/api/v1/users/" + encode(name)).DELETE().build());
  }

  private HttpRequest withBody(String method, String path, Map<String, ?> body) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(write(body), StandardCharsets.UTF_8))
        .build();
  }

  private HttpRequest get(String path) {
    return request(path).GET().build();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json");
    login.header().ifPresent(header -> request.header("Authorization", header));
    return request;
  }

  private <T> T read(HttpRequest request, TypeReference<T> type) {
    HttpResponse<String> response = succeed(request);
    try {
      return JSON.readValue(response.body(), type);
    } catch (JsonProcessingException e) {
      throw new AdminException(request.uri() + " did not answer with the JSON expected", e);
    }
  }

  private HttpResponse<String> succeed(HttpRequest request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() / 100 != 2) {
      throw new AdminException(problem(request, response.statusCode(), response.body()));
    }
    return response;
  }

  private HttpResponse<String> send(HttpRequest request) {
    return send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (ConnectException e) {
      throw new AdminException(
          "no broker answers at " + base + "; is it running? (--admin names another address)", e);
    } catch (SSLException e) {
      throw new AdminException(
          "no TLS with " + base + ": " + e.getMessage() + " (--ca names whom to trust)", e);
    } catch (IOException e) {
      String hint = base.startsWith("http://") ? "; does it want https:// instead of http://?" : "";
      throw new AdminException(request.uri() + ": " + e.getMessage() + hint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdminException("interrupted while waiting for " + request.uri(), e);
    }
  }

  /** The text of an RFC 9457 problem, or what was asked and the status when the answer is none. */
  private static String problem(HttpRequest request, int status, String body) {
    String unexplained = request.method() + " " + request.uri() + ": HTTP status " + status;
    try {
      String detail = JSON.readTree(body).path("detail").asText("");
      return detail.isEmpty() ? unexplained : detail;
    } catch (JsonProcessingException notJson) {
      return unexplained;
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A text as a part of a path or a query. */
  public static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
