// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import io.rewindmq.selector.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation works on: a place for each name of a selector, to be filled from a message,
 * then places for its constants and what is calculated. Reused from message to message; one thread.
 * Holds no text, only where it lies.
 */
public final class SelectorRow {
  static final byte NULL = 0;
  static final byte BOOLEAN = 1;
  static final byte EXACT = 2;
  static final byte APPROXIMATE = 3;
  static final byte TEXT = 4;

  /** A value that no comparison holds for, but is not null. */
  static final byte OTHER = 5;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final int names;
  private final byte[] kinds;

  /** A long, a double's bits, 0 or 1; of text where it begins and ends, the end exclusive. */
  private final long[] bits;

  private final ByteBuffer[] texts;

  /**
   * A row with null in all places but the constants'.
   *
   * @param others the constants behind the names; null = a place for what is calculated
   */
  SelectorRow(int names, List<@Nullable Object> others) {
    this.names = names;
    int places = names + others.size();
    kinds = new byte[places];
    bits = new long[places];
    texts = new ByteBuffer[places];
    Arrays.fill(texts, NO_BYTES);
    for (int i = 0; i < others.size(); i++) {
      set(names + i, others.get(i));
    }
  }

  /** Makes all names null. */
  public void clear() {
    Arrays.fill(kinds, 0, names, NULL);
  }

  /** Whether a name has no value yet. */
  public boolean isNull(int place) {
    return kinds[place] == NULL;
  }

  public void setNull(int place) {
    kinds[place] = NULL;
  }

  public void setBoolean(int place, boolean value) {
    kinds[place] = BOOLEAN;
    bits[place] = value ? 1 : 0;
  }

  /** A byte, short, int or long. */
  public void setExact(int place, long value) {
    kinds[place] = EXACT;
    bits[place] = value;
  }

  /** A float or double. */
  public void setApproximate(int place, double value) {
    kinds[place] = APPROXIMATE;
    bits[place] = Double.doubleToRawLongBits(value);
  }

  /**
   * A string in UTF-8.
   *
   * @param bytes not to be changed as long as the value counts; its position does not matter
   * @param end exclusive
   */
  public void setText(int place, ByteBuffer bytes, int from, int end) {
    kinds[place] = TEXT;
    texts[place] = bytes;
    bits[place] = (long) from << Integer.SIZE | end;
  }

  /** A value that selectors have no type for. */
  public void setOther(int place) {
    kinds[place] = OTHER;
  }

  private void set(int place, @Nullable Object constant) {
    switch (constant) {
      case null -> setNull(place);
      case Boolean flag -> setBoolean(place, flag);
      case Long number -> setExact(place, number);
      case Double number -> setApproximate(place, number);
      default -> {
        byte[] utf8 = Utf8.bytes((String) constant);
        setText(place, ByteBuffer.wrap(utf8), 0, utf8.length);
      }
    }
  }

  /** A constant or what was calculated, as an object. */
  @Nullable Object value(int place) {
    return switch (kinds[place]) {
      case NULL -> null;
      case BOOLEAN -> bits[place] != 0;
      case EXACT -> bits[place];
      case APPROXIMATE -> Double.longBitsToDouble(bits[place]);
      case TEXT -> StandardCharsets.UTF_8.decode(utf8(place)).toString();
      default -> throw new IllegalStateException("a value of no type");
    };
  }

  private ByteBuffer utf8(int place) {
    return texts[place].slice(textFrom(place), textEnd(place) - textFrom(place));
  }

  byte kind(int place) {
    return kinds[place];
  }

  boolean isNumber(int place) {
    return kinds[place] == EXACT || kinds[place] == APPROXIMATE;
  }

  long exact(int place) {
    return bits[place];
  }

  /** Of either kind of number. */
  double approximate(int place) {
    return kinds[place] == EXACT ? bits[place] : Double.longBitsToDouble(bits[place]);
  }

  ByteBuffer text(int place) {
    return texts[place];
  }

  int textFrom(int place) {
    return (int) (bits[place] >>> Integer.SIZE);
  }

  int textEnd(int place) {
    return (int) bits[place];
  }

  /** Whether two strings are the same. */
  boolean isSameText(int place, int other) {
    int at = textFrom(place);
    int otherAt = textFrom(other);
    int length = textEnd(place) - at;
    if (length != textEnd(other) - otherAt) {
      return false;
    }
    ByteBuffer some = texts[place];
    ByteBuffer others = texts[other];
    for (int i = 0; i < length; i++) {
      if (some.get(at + i) != others.get(otherAt + i)) {
        return false;
      }
    }
    return true;
  }
}
