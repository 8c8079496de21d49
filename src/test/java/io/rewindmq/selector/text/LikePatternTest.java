// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LikePatternTest {
  /** Every pattern of up to five of these against every text of up to five letters. */
  @Test
  void agreesWithTheDefinitionOnAllSmallCases() {
    List<String> texts = words("aß", 5);
    for (String pattern : words("aß_%", 5)) {
      LikePattern like = like(pattern, LikePattern.NO_ESCAPE);
      for (String text : texts) {
        if (matches(like, text) != fits(pattern, 0, text, 0)) {
          fail("'%s' LIKE '%s'", text, pattern);
        }
      }
    }
  }

  @Test
  void findsPiecesLongerThanAWordOfBits() {
    for (int length : new int[] {63, 64, 65, 127, 128, 129, 300}) {
      String piece = "x_".repeat(length).substring(0, length - 1) + "z";
      String fitting = piece.replace('_', '€');
      LikePattern like = like("%" + piece + "%", LikePattern.NO_ESCAPE);

      assertThat(matches(like, fitting)).as("%d alone", length).isTrue();
      assertThat(matches(like, "x€x€" + fitting + "x")).as("%d inside", length).isTrue();
      assertThat(matches(like, fitting.substring(1))).as("%d cut", length).isFalse();
      assertThat(matches(like, fitting.replace('z', 'y'))).as("%d changed", length).isFalse();
    }
  }

  @Test
  void agreesWithTheDefinitionOnRandomLongCases() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      String text = word(random, "ab", 150);
      String pattern = "%" + cut(random, text) + "%" + word(random, "ab_", 3) + "%";
      boolean expected = text.matches("(?s).*" + pattern.replace("%", ".*").replace('_', '.'));
      assertThat(matches(like(pattern, LikePattern.NO_ESCAPE), text))
          .as("'%s' LIKE '%s'", text, pattern)
          .isEqualTo(expected);
    }
  }

  @Test
  void takesTimeInProportionToTheText() {
    String text = "a".repeat(1_000_000);
    LikePattern like =
        like("%" + "a".repeat(60) + "b%" + "_a".repeat(300) + "c%%", LikePattern.NO_ESCAPE);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(matches(like, text)).isFalse());
  }

  @Test
  void anyBytesAtAllAreNoProblem() {
    Random random = new Random(11);
    List<LikePattern> patterns = new ArrayList<>();
    for (String pattern : List.of("%", "_%", "%_", "a%ß", "%ß_a%", "%_%_%😀", "____")) {
      patterns.add(like(pattern, LikePattern.NO_ESCAPE));
    }
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (LikePattern like : patterns) {
        like.matches(buffer, 0, bytes.length);
      }
    }
    assertThat(matches(patterns.getFirst(), "")).isTrue();
  }

  /** The definition, character by character. */
  private static boolean fits(String pattern, int p, String text, int t) {
    if (p == pattern.length()) {
      return t == text.length();
    }
    if (pattern.charAt(p) == '%') {
      return fits(pattern, p + 1, text, t) || (t < text.length() && fits(pattern, p, text, t + 1));
    }
    boolean isOne =
        t < text.length() && (pattern.charAt(p) == '_' || pattern.charAt(p) == text.charAt(t));
    return isOne && fits(pattern, p + 1, text, t + 1);
  }

  private static String cut(Random random, String text) {
    int from = random.nextInt(text.length() + 1);
    StringBuilder cut =
        new StringBuilder(text.substring(from, from + random.nextInt(text.length() - from + 1)));
    for (int i = 0; i < cut.length(); i++) {
      if (random.nextInt(20) == 0) {
        cut.setCharAt(i, random.nextBoolean() ? '_' : 'b');
      }
    }
    return cut.toString();
  }

  private static String word(Random random, String letters, int lengthMax) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static List<String> words(String letters, int lengthMax) {
    List<String> words = new ArrayList<>(List.of(""));
    for (int from = 0, length = 0; length < lengthMax; length++) {
      int end = words.size();
      for (; from < end; from++) {
        for (int i = 0; i < letters.length(); i++) {
          words.add(words.get(from) + letters.charAt(i));
        }
      }
    }
    return words;
  }

  private static LikePattern like(String pattern, int escape) {
    return LikePattern.of(pattern, escape);
  }

  private static boolean matches(LikePattern like, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(utf8.length + 5).put(2, utf8);
    return like.matches(bytes, 2, 2 + utf8.length);
  }
}
