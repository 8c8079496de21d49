// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies of object messages, letting only classes of an allow list come to life: bytes from
 * elsewhere must not choose which code runs.
 *
 * <p>An entry is a package, with those below it, or a class, with those nested in it; {@code *}
 * allows everything. {@link #DEFAULT_ALLOWED} is always allowed, but for {@code java.lang.invoke}
 * and {@code java.lang.reflect}, which need an entry of their own. Arrays count as their component;
 * primitives are free. A filter of the whole JVM ({@code jdk.serialFilter}) is heard too.
 * Immutable, any thread.
 */
public final class ObjectDeserializer {
  /** The key of the connection URL that names further packages, separated by commas. */
  public static final String ALLOW_KEY = "deserialization.allow";

  /** Allowed without being named. */
  public static final List<String> DEFAULT_ALLOWED =
      List.of("java.lang", "java.util", "java.math", "java.time");

  private static final String EVERYTHING = "*";
  private static final List<String> NEVER_BY_DEFAULT =
      List.of("java.lang.invoke", "java.lang.reflect");

  /** A level costs a kilobyte of stack or two. */
  private static final int DEPTH_MAX = 500;

  private final List<String> allowed;
  private final Supplier<? extends @Nullable ClassLoader> applicationLoader;

  private ObjectDeserializer(
      List<String> allowed, Supplier<? extends @Nullable ClassLoader> applicationLoader) {
    this.allowed = allowed;
    this.applicationLoader = applicationLoader;
  }

  /** Allows only what is allowed by default; classes come from this library's class loader. */
  public static ObjectDeserializer withDefaults() {
    return allowing("", () -> null);
  }

  /**
   * Allows more.
   *
   * @param allow packages and classes separated by commas, see {@link #ALLOW_KEY}; may be empty
   * @param applicationLoader asked at each read for the loader to try first, null for none
   */
  public static ObjectDeserializer allowing(
      String allow, Supplier<? extends @Nullable ClassLoader> applicationLoader) {
    List<String> entries = new ArrayList<>();
    for (String entry : allow.split(",", -1)) {
      String name = entry.strip();
      if (name.endsWith(".*")) {
        name = name.substring(0, name.length() - 2);
      } else if (name.endsWith(".")) {
        name = name.substring(0, name.length() - 1);
      }
      if (!name.isEmpty()) {
        entries.add(name);
      }
    }
    return new ObjectDeserializer(List.copyOf(entries), applicationLoader);
  }

  /** The entries beyond the default ones. */
  public List<String> allowed() {
    return allowed;
  }

  /**
   * Reads one object.
   *
   * @param isTrusted the bytes come from this very process: no filter
   * @throws MessageFormatException a class is not known or not allowed, or the bytes are no object
   */
  @Nullable Object deserialize(byte[] bytes, boolean isTrusted) throws MessageFormatException {
    Filter filter = new Filter(this, bytes.length);
    try (Input in = new Input(new ByteArrayInputStream(bytes), applicationLoader.get())) {
      if (!isTrusted) {
        in.setObjectInputFilter(filter);
      }
      return in.readObject();
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      // bytes of a message can provoke each of these; none may end the receiving thread
      MessageFormatException exception = new MessageFormatException(filter.explain(e));
      exception.initCause(e);
      throw exception;
    }
  }

  private boolean allows(Class<?> type) {
    String name = type.getName();
    return matches(allowed, name)
        || (matches(DEFAULT_ALLOWED, name) && !matches(NEVER_BY_DEFAULT, name));
  }

  private static boolean matches(List<String> entries, String name) {
    for (String entry : entries) {
      boolean isBelow =
          name.startsWith(entry)
              && (name.length() == entry.length()
                  || name.charAt(entry.length()) == '.'
                  || name.charAt(entry.length()) == '$');
      if (isBelow || entry.equals(EVERYTHING)) {
        return true;
      }
    }
    return false;
  }

  /** Judges one read and remembers what it refused. */
  private static final class Filter implements ObjectInputFilter {
    private final ObjectDeserializer rules;
    private final long arrayLengthMax;
    private @Nullable String refused;

    Filter(ObjectDeserializer rules, int bytes) {
      this.rules = rules;
      // an element needs at least a byte; hash tables are checked by their capacity, so leave room
      this.arrayLengthMax = 1024 + 16L * bytes;
    }

    @Override
    public Status checkInput(FilterInfo input) {
      if (input.arrayLength() > arrayLengthMax || input.depth() > DEPTH_MAX) {
        return Status.REJECTED;
      }
      ObjectInputFilter ofTheJvm = Config.getSerialFilter();
      if (ofTheJvm != null && ofTheJvm.checkInput(input) == Status.REJECTED) {
        return Status.REJECTED;
      }
      Class<?> type = input.serialClass();
      while (type != null && type.isArray()) {
        type = type.getComponentType();
      }
      if (type == null) {
        return Status.UNDECIDED;
      }
      if (type.isPrimitive() || rules.allows(type)) {
        return Status.ALLOWED;
      }
      refused = type.getName();
      return Status.REJECTED;
    }

    String explain(Throwable cause) {
      return refused == null
          ? "the object can't be deserialised: " + cause
          : "class "
              + refused
              + " may not be deserialised; list it or its package under "
              + ALLOW_KEY
              + " to allow it";
    }
  }

  /** Looks for classes in the application's loader first. */
  private static final class Input extends ObjectInputStream {
    private final @Nullable ClassLoader loader;

    Input(InputStream in, @Nullable ClassLoader loader) throws IOException {
      super(in);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      if (loader != null) {
        try {
          return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
          // the library's own loader may know it; primitives are known to none
        }
      }
      return super.resolveClass(description);
    }
  }
}
