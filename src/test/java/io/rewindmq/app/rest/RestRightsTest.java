// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.rewindmq.app.Administrator;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every method of REST, called by nobody, by a user without the right, and by one with it. Whoever
 * adds a method has to say here what it needs.
 */
@QuarkusTest
public class RestRightsTest {
  private static final String SECRET = "correct horse";
  private static final String HERE = "rights.orders";
  private static final String THERE = "rights.other";

  /** Stands for the id of the latest operation. */
  private static final String LATEST = "/LATEST";

  /** A filtered list: whoever may see nothing gets an empty one. */
  private static final int EMPTY = 0;

  /**
   * One method.
   *
   * @param path what is called
   * @param body empty = none
   * @param role what the caller with the right has, and nothing else
   * @param without status for a caller with no role
   * @param with status for the caller with the right
   */
  private record Call(String path, String body, String role, int without, int with) {}

  private final Map<String, Call> calls = new LinkedHashMap<>();

  RestRightsTest() {
    String destinations = "/api/v1/destinations";
    String queue = destinations + "/queue/" + HERE;
    call("GET /api/v1/destinations", destinations, "", "can-browse", EMPTY, 200);
    call("GET /api/v1/destinations/{name}", destinations + "/" + HERE, "", "can-browse", 404, 200);
    call("GET /api/v1/destinations/{kind}/{name}", queue, "", "can-browse", 403, 200);
    call(
        "POST /api/v1/destinations",
        destinations,
        "{\"name\": \"rights.new\", \"kind\": \"queue\"}",
        "can-create",
        403,
        201);
    call(
        "PATCH /api/v1/destinations/{kind}/{name}",
        queue,
        "{\"deliveriesMax\": 5}",
        "can-manage",
        403,
        200);
    call(
        "DELETE /api/v1/destinations/{kind}/{name}",
        destinations + "/queue/rights.new",
        "",
        "can-manage",
        403,
        204);
    call("GET /api/v1/groups", "/api/v1/groups", "", "can-browse", EMPTY, 200);
    call("GET /api/v1/groups/{group}", "/api/v1/groups/" + HERE, "", "can-browse", 404, 200);
    call(
        "POST /api/v1/groups/{group}/rewind",
        "/api/v1/groups/" + HERE + "/rewind",
        "{\"to\": \"earliest\"}",
        "can-replay",
        404,
        200);
    messages(queue + "/messages");
    operations();
    usersAndRoles();
  }

  private void messages(String ofQueue) {
    String ofGroup = "/api/v1/groups/" + HERE + "/messages";
    String ofDestination = "/api/v1/destinations/{kind}/{name}/messages";
    call("POST " + ofDestination, ofQueue, "{\"text\": \"hello\"}", "can-send", 403, 201);
    call("GET " + ofDestination, ofQueue, "", "can-browse-replay", 403, 200);
    call("GET " + ofDestination + "/{id}", ofQueue + "/0:0", "", "can-browse-replay", 403, 200);
    call("GET /api/v1/groups/{group}/messages", ofGroup, "", "can-browse", 404, 200);
    String there = "{\"all\": true, \"to\": \"" + THERE + "\"}";
    String all = "{\"all\": true}";
    String move = "/api/v1/groups/{group}/messages/";
    call("POST " + move + "copy", ofGroup + "/copy", there, "can-browse-send", 404, 202);
    call("POST " + move + "move", ofGroup + "/move", there, "can-manage-send", 404, 202);
    call("POST " + move + "delete", ofGroup + "/delete", all, "can-manage", 404, 202);
    String letters = "/api/v1/dead-letters";
    call("GET " + letters, letters, "", "can-browse", EMPTY, 200);
    call("GET " + letters + "/{queue}", letters + "/" + HERE, "", "can-browse", 403, 200);
    call(
        "POST " + letters + "/{queue}/redrive",
        letters + "/" + HERE + "/redrive",
        all,
        "can-manage",
        403,
        202);
  }

  private void operations() {
    String operations = "/api/v1/operations";
    call("GET " + operations, operations, "", "can-browse", EMPTY, 200);
    call("GET " + operations + "/{id}", operations + LATEST, "", "can-browse", 404, 200);
    call("DELETE " + operations + "/{id}", operations + LATEST, "", "can-manage", 404, 200);
  }

  private void usersAndRoles() {
    call("GET /api/v1/users", "/api/v1/users", "", "monitor", 403, 200);
    call("GET /api/v1/users/{name}", "/api/v1/users/other", "", "monitor", 403, 200);
    String added = "{\"name\": \"added\", \"password\": \"" + SECRET + "\"}";
    call("POST /api/v1/users", "/api/v1/users", added, "can-users", 403, 201);
    call(
        "PATCH /api/v1/users/{name}",
        "/api/v1/users/other",
        "{\"enabled\": true}",
        "can-users",
        403,
        200);
    call(
        "PUT /api/v1/users/{name}/password",
        "/api/v1/users/other/password",
        "{\"password\": \"battery staple\"}",
        "can-users",
        403,
        204);
    call("DELETE /api/v1/users/{name}", "/api/v1/users/added", "", "can-users", 403, 204);
    call("GET /api/v1/roles", "/api/v1/roles", "", "monitor", 403, 200);
    call("GET /api/v1/roles/{name}", "/api/v1/roles/admin", "", "monitor", 403, 200);
    call("PUT /api/v1/roles/{name}", "/api/v1/roles/added", "{}", "can-users", 403, 201);
    call("DELETE /api/v1/roles/{name}", "/api/v1/roles/added", "", "can-users", 403, 204);
    call("POST /api/v1/backup", "/api/v1/backup", "", "can-backup", 403, 200);
    call("GET /api/v1/audit", "/api/v1/audit", "", "monitor", 403, 200);
    ofTheServer();
  }

  /** What there is none of is answered so to whoever has the right. */
  private void ofTheServer() {
    String connections = "/api/v1/connections";
    String nobody = connections + "/0123456789abcdef";
    call("GET /api/v1/connections", connections, "", "monitor", 403, 200);
    call("GET /api/v1/connections/{id}", nobody, "", "monitor", 403, 404);
    call("DELETE /api/v1/connections/{id}", nobody, "", "can-connections", 403, 404);
    call(
        "DELETE /api/v1/connections/{id}/consumers/{consumer}",
        nobody + "/consumers/1",
        "",
        "can-connections",
        403,
        404);
    call("GET /api/v1/settings", "/api/v1/settings", "", "monitor", 403, 200);
    call("GET /api/v1/tls", "/api/v1/tls", "", "monitor", 403, 409);
    call("POST /api/v1/tls/reload", "/api/v1/tls/reload", "", "can-operate", 403, 409);
  }

  private void call(String method, String path, String body, String role, int without, int with) {
    calls.put(method, new Call(path, body, role, without, with));
  }

  @BeforeEach
  void enter() {
    Administrator.enter();
    for (String verbs :
        List.of(
            "browse",
            "create",
            "manage",
            "replay",
            "send",
            "browse-replay",
            "browse-send",
            "manage-send")) {
      Administrator.putRole(
          "can-" + verbs,
          """
          {"permissions": [{"verbs": ["%s"], "kind": "queue", "pattern": "rights.*"}]}
          """
              .formatted(verbs.replace("-", "\", \"")));
    }
    for (String right : List.of("users", "connections", "operate", "backup")) {
      Administrator.putRole("can-" + right, "{\"rights\": [\"" + right + "\"]}");
    }
    Administrator.addUser("nothing", SECRET);
    Administrator.addUser("other", SECRET);
    for (String name : List.of(HERE, THERE)) {
      Administrator.as()
          .contentType("application/json")
          .body(Map.of("name", name, "kind", "queue"))
          .post("/api/v1/destinations")
          .then()
          .statusCode(201);
    }
  }

  @AfterEach
  void leave() {
    for (String name : List.of(HERE, THERE, "rights.new")) {
      Administrator.as().delete("/api/v1/destinations/queue/" + name + "?force=true");
    }
    Administrator.leave();
  }

  @Test
  void everyMethodNeedsALoginAndItsRight() {
    assertThat(calls.keySet()).as("methods of REST").isEqualTo(methods());
    // the ones that remove come after the ones that add
    for (Map.Entry<String, Call> method : calls.entrySet()) {
      String verb = method.getKey().split(" ", -1)[0];
      Call call = method.getValue();
      assertThat(status(RestAssured.given(), verb, call)).as(method.getKey()).isEqualTo(401);
      assertThat(status(Administrator.as("nothing", "wrong horse"), verb, call)).isEqualTo(401);
      RequestSpecification nothing = Administrator.as("nothing", SECRET);
      if (call.without() == EMPTY) {
        assertThat(nothing.get(call.path()).jsonPath().getList("")).as(method.getKey()).isEmpty();
      } else {
        assertThat(status(nothing, verb, call)).as(method.getKey()).isEqualTo(call.without());
      }
      Administrator.as()
          .contentType("application/json")
          .body(Map.of("name", "able", "password", SECRET, "roles", List.of(call.role())))
          .post("/api/v1/users")
          .then()
          .statusCode(201);
      assertThat(status(Administrator.as("able", SECRET), verb, call))
          .as(method.getKey())
          .isEqualTo(call.with());
      Administrator.as().delete("/api/v1/users/able").then().statusCode(204);
    }
  }

  private static int status(RequestSpecification as, String verb, Call call) {
    if (!call.body().isEmpty()) {
      as.contentType("application/json").body(call.body());
    }
    return as.request(verb, path(call)).statusCode();
  }

  private static String path(Call call) {
    if (!call.path().endsWith(LATEST)) {
      return call.path();
    }
    String id = Administrator.as().get("/api/v1/operations").jsonPath().getString("[0].id");
    return call.path().replace(LATEST, "/" + id);
  }

  @Test
  void everyMethodSaysWhatItIs() {
    for (JavaMethod method : restMethods()) {
      assertThat(method.isAnnotatedWith("io.rewindmq.admin.access.Action"))
          .as(method.getFullName())
          .isTrue();
    }
  }

  /** For example {@code GET /api/v1/users}. */
  public static Set<String> methods() {
    Set<String> methods = new TreeSet<>();
    for (JavaMethod method : restMethods()) {
      methods.add(
          verb(method).orElseThrow()
              + " "
              + method.getOwner().getAnnotationOfType(Path.class).value()
              + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse(""));
    }
    return methods;
  }

  private static List<JavaMethod> restMethods() {
    return new ClassFileImporter()
        .importPath(java.nio.file.Path.of("target/classes")).stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(JavaClass::getMethods)
            .flatMap(Set::stream)
            .filter(method -> verb(method).isPresent())
            .toList();
  }

  private static Optional<String> verb(JavaMethod method) {
    return method.getAnnotations().stream()
        .map(JavaAnnotation::getRawType)
        .filter(type -> type.isAnnotatedWith(HttpMethod.class))
        .map(JavaClass::getSimpleName)
        .findFirst();
  }
}
