// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BcryptHashTest {
  private static final String SECRET = "correct horse";

  /** Made by libxcrypt, with the salt {@code abcdefghijklmnopqrstuu}. */
  private static final String OF_ANOTHER_PROGRAM =
      "$2a$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu";

  private final BcryptHash hash = new BcryptHash();

  @Test
  void knowsItsOwnPasswordsAndNoOthers() {
    String stored = hash.of(SECRET);

    assertThat(stored).startsWith("$2a$10$").hasSize(60).doesNotContain(SECRET);
    assertThat(hash.matches(SECRET, stored)).isTrue();
    assertThat(hash.matches("correct hors", stored)).isFalse();
    assertThat(hash.matches("Correct horse", stored)).isFalse();
    assertThat(hash.matches("", stored)).isFalse();
  }

  @Test
  void saltsSoThatEqualPasswordsLookDifferent() {
    assertThat(hash.of(SECRET)).isNotEqualTo(hash.of(SECRET));
  }

  @Test
  void agreesWithOtherPrograms() {
    assertThat(hash.matches(SECRET, OF_ANOTHER_PROGRAM)).isTrue();
    assertThat(hash.matches("correct horses", OF_ANOTHER_PROGRAM)).isFalse();
    assertThat(
            hash.matches(
                "correct horse é", "$2a$10$abcdefghijklmnopqrstuuZ0/Np6wnpEpZKqYj9XzXobghV5xdBGG"))
        .isTrue();
  }

  @Test
  void looksAtAllBytesThatAPasswordMayHave() {
    String longest = "x".repeat(71);
    String stored = hash.of(longest + "y");

    assertThat(hash.matches(longest + "y", stored)).isTrue();
    assertThat(hash.matches(longest + "z", stored)).isFalse();
  }

  @Test
  void nobodyHasTheDecoyAndItCostsTheSame() {
    assertThat(hash.decoy()).startsWith(hash.of(SECRET).substring(0, "$2a$10$".length()));
    assertThat(hash.matches("", hash.decoy())).isFalse();
    assertThat(hash.matches(SECRET, hash.decoy())).isFalse();
  }

  @Test
  void damagedHashIsReportedWithoutItsText() {
    for (String damaged : new String[] {"", "geheim", "$2a$10$geheim", "$1$geheim$geheim"}) {
      assertThatThrownBy(() -> hash.matches(SECRET, damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the stored hash of a password is")
          .hasMessageNotContaining("geheim");
    }
  }
}
