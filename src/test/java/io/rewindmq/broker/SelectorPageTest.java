// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.selector.SelectorLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/selectors.md} says is so. */
class SelectorPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^\\| `(.+)` \\| (matches|does not match) \\|$", Pattern.MULTILINE);
  private static final int EXAMPLES_MIN = 15;

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(Path.of("docs/selectors.md"));
    } catch (IOException e) {
      throw new AssertionError("run in the project's folder", e);
    }
  }

  @Test
  void itsExamplesDoWhatItSays() throws SelectorException {
    ByteBuffer element =
        new MessageWriter(1 << 16)
            .begin(MessageLayout.FLAG_PERSISTENT, 4, BodyType.NONE, 0, 0, 0, 0)
            .origin(1, 1, 1)
            .headerField(MessageLayout.TAG_TYPE, "car")
            .beginProperties()
            .property("color", "blue")
            .property("weight", 2600)
            .property("price", 1.5)
            .property("fragile", true)
            .beginBody()
            .finish();
    int examples = 0;
    Matcher matcher = EXAMPLE.matcher(page);
    while (matcher.find()) {
      boolean accepted =
          SelectorCompiler.standard()
              .compile(matcher.group(1))
              .accepts(element, element.position() + 8, element.remaining() - 8, 1);
      assertThat(accepted).as(matcher.group()).isEqualTo(matcher.group(2).equals("matches"));
      examples++;
    }
    assertThat(examples).isGreaterThanOrEqualTo(EXAMPLES_MIN);
  }

  @Test
  void itsErrorTextIsThatOfTheCode() {
    assertThatThrownBy(() -> SelectorCompiler.standard().compile("color = "))
        .satisfies(e -> assertThat(page).contains("`" + e.getMessage() + "`"));
  }

  @Test
  void itsLimitsAreTheDefaults() {
    SelectorLimits limits = SelectorLimits.defaults();
    assertThat(page)
        .contains("| characters of a selector | " + spaced(limits.charactersMax()) + " |")
        .contains("| nesting of parentheses and operators | " + limits.depthMax() + ";")
        .contains("| strings in one IN list | " + spaced(limits.itemsMax()) + " |")
        .contains(
            "| characters of a LIKE pattern | " + spaced(limits.patternCharactersMax()) + " |");
  }

  private static String spaced(int number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}
