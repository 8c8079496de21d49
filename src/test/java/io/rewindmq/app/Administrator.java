// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** The first user of a broker that tests share, and everybody whom he adds; gone at the end. */
public final class Administrator {
  public static final String NAME = "root";
  public static final String PASSWORD = "root of all rights";

  private Administrator() {}

  /** Makes the broker one with users. */
  public static void enter() {
    given()
        .contentType("application/json")
        .body(Map.of("name", NAME, "password", PASSWORD, "roles", List.of("admin")))
        .post("/api/v1/users")
        .then()
        .statusCode(201);
  }

  /** Removes all users, himself last, and all roles, so that the broker is open again. */
  public static void leave() {
    List<String> names = as().get("/api/v1/users").jsonPath().getList("name");
    names.stream()
        .filter(name -> !name.equals(NAME))
        .forEach(name -> as().delete("/api/v1/users/" + name).then().statusCode(204));
    List<String> roles =
        as().get("/api/v1/roles").jsonPath().getList("findAll { !it.builtIn }.name");
    roles.forEach(role -> as().delete("/api/v1/roles/" + role).then().statusCode(204));
    as().delete("/api/v1/users/" + NAME).then().statusCode(204);
  }

  /** A request of his. */
  public static RequestSpecification as() {
    return as(NAME, PASSWORD);
  }

  public static RequestSpecification as(String user, String password) {
    return given().auth().preemptive().basic(user, password);
  }

  public static void addUser(String name, String password, String... roles) {
    as().contentType("application/json")
        .body(Map.of("name", name, "password", password, "roles", List.of(roles)))
        .post("/api/v1/users")
        .then()
        .statusCode(201);
  }

  /** Makes a role, or changes it. */
  public static void putRole(String name, String json) {
    int status =
        as().contentType("application/json")
            .body(json)
            .put("/api/v1/roles/" + name)
            .then()
            .extract()
            .statusCode();
    if (status / 100 != 2) {
      throw new AssertionError("role " + name + ": " + status);
    }
  }
}
