// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.testkit.Parts;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AssemblerTest {
  private static final byte[] NOTHING = new byte[0];

  private final Assembler assembler = new Assembler();

  private static ByteBuffer message(ByteBuffer element) {
    return element.slice(8, element.limit() - 8);
  }

  private static List<ByteBuffer> messages(String text, int parts) {
    return Parts.elements(text, parts, 5).stream().map(AssemblerTest::message).toList();
  }

  private static String text(ByteBuffer message) {
    return StandardCharsets.UTF_8.decode(new MessageView().at(message).body()).toString();
  }

  private void refused(ByteBuffer part, String why) {
    assertThatThrownBy(() -> assembler.add(part))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(why);
    assertThat(assembler.isInside()).isFalse();
  }

  @Test
  void givesTheMessageWithItsLastPartAsIfItHadComeInOnePiece() {
    List<ByteBuffer> parts = messages("a text in three parts", 3);
    assertThat(assembler.isInside()).isFalse();
    assertThat(assembler.add(parts.get(0))).isNull();
    assertThat(assembler.isInside()).isTrue();
    assertThat(assembler.add(parts.get(1))).isNull();
    ByteBuffer whole = Objects.requireNonNull(assembler.add(parts.get(2)));
    assertThat(assembler.isInside()).isFalse();

    MessageView view = new MessageView().at(whole);
    assertThat(text(whole)).isEqualTo("a text in three parts");
    assertThat(view.isPart()).isFalse();
    assertThat(view.isPersistent()).isTrue();
    assertThat(view.sequence()).isEqualTo(5);
    assertThat(view.headerText(MessageLayout.TAG_CORRELATION_ID)).isEqualTo("correlation");
    assertThat(view.property("colour".getBytes(StandardCharsets.UTF_8))).isEqualTo("green");
  }

  @Test
  void doesNotKeepTheBuffersOfTheParts() {
    List<ByteBuffer> parts = messages("abcdef", 2);
    assembler.add(parts.get(0));
    int lastOfHead = parts.get(0).limit() - 1;
    parts.get(0).put(lastOfHead, (byte) '?');
    ByteBuffer whole = Objects.requireNonNull(assembler.add(parts.get(1)));
    assertThat(text(whole)).isEqualTo("abcdef");
  }

  @Test
  void oneAfterTheOther() {
    for (String text : List.of("first one", "second one")) {
      List<ByteBuffer> parts = messages(text, 2);
      assembler.add(parts.get(0));
      assertThat(assembler.add(parts.get(1))).isNotNull();
    }
  }

  @Test
  void onlyAFirstPartBegins() {
    refused(messages("abcdef", 3).get(1), "expected its first part");
  }

  @Test
  void aFirstPartMustSayWhatComes() {
    refused(message(Parts.head(1, 9, NOTHING, 5, 0)), "1 parts");
    refused(message(Parts.head(-1, 9, NOTHING, 5, 0)), "-1 parts");
    refused(message(Parts.head(2, -1, NOTHING, 5, 0)), "-1 bytes");
    refused(message(Parts.head(2, 2, new byte[3], 5, 0)), "2 parts of 2 bytes");
  }

  @Test
  void noMemoryIsTakenForABodyThatItsPartsCanNotHold() {
    long bytes = Assembler.PART_BODY_BYTES_MAX;
    assertThat(assembler.add(message(Parts.head(2, bytes, NOTHING, 5, 0)))).isNull();
    assembler.drop();
    refused(message(Parts.head(2, bytes + 1, NOTHING, 5, 0)), "do not fit into 2 parts");
    refused(message(Parts.head(2, Long.MAX_VALUE, NOTHING, 5, 0)), "do not fit into 2 parts");
  }

  @Test
  void aBodyBeyondWhatAnArrayCanHoldIsRefused() {
    ByteBuffer head = message(Parts.head(10_000, Integer.MAX_VALUE, NOTHING, 5, 0));
    assertThatThrownBy(() -> assembler.add(head))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("does not fit into this program's memory");
    assertThat(assembler.isInside()).isFalse();
  }

  @Test
  void aPartMustBeTheNextOne() {
    List<ByteBuffer> parts = messages("abcdefghi", 4);
    assembler.add(parts.get(0));
    refused(parts.get(2), "expected the part with sequence 6");
    assembler.add(parts.get(0));
    refused(parts.get(0), "expected the part with sequence 6");
  }

  @Test
  void thePartsMustBeAsManyAsTheFirstSays() {
    assembler.add(message(Parts.head(3, 9, new byte[3], 5, 0)));
    refused(message(Parts.continuation(true, new byte[6], 6, 0)), "another number of parts");
    assembler.add(message(Parts.head(2, 9, new byte[3], 5, 0)));
    refused(message(Parts.continuation(false, new byte[6], 6, 0)), "another number of parts");
  }

  @Test
  void thePartsMustBeAsLongAsTheFirstSays() {
    assembler.add(message(Parts.head(2, 9, new byte[3], 5, 0)));
    refused(message(Parts.continuation(true, new byte[5], 6, 0)), "another length");
    assembler.add(message(Parts.head(2, 9, new byte[3], 5, 0)));
    refused(message(Parts.continuation(true, new byte[7], 6, 0)), "another length");
    assembler.add(message(Parts.head(3, 9, new byte[3], 5, 0)));
    refused(message(Parts.continuation(false, new byte[7], 6, 0)), "another length");
  }

  @Test
  void aMessageThatIsDroppedLeavesNothing() {
    List<ByteBuffer> parts = messages("abcdef", 2);
    assembler.add(parts.get(0));
    assembler.drop();
    assertThat(assembler.isInside()).isFalse();
    refused(parts.get(1), "expected its first part");
  }
}
