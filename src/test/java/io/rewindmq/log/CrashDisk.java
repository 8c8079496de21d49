// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory with the faults that partition logs must survive:
 *
 * <ul>
 *   <li>the machine stops before any chosen change ({@link #stopBefore});
 *   <li>after {@link #restart} each write, cut and change of a name that was not forced may be
 *       there, partly there or gone, whatever came later;
 *   <li>it is full after any number of bytes, a force fails, a bit flips.
 * </ul>
 */
public final class CrashDisk implements Disk {
  /** The machine stops; nobody catches it. */
  public static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Random random;
  private Map<String, Content> names = new TreeMap<>();
  private Map<String, Content> durableNames = new TreeMap<>();
  private final Set<String> durableFolders = new HashSet<>();
  private long changes;
  private long stopBefore = Long.MAX_VALUE;
  private long freeBytes = Long.MAX_VALUE;
  private boolean forceFails;
  private int forcesUntilFull = Integer.MAX_VALUE;
  private int openFiles;

  public CrashDisk(long seed) {
    this.random = new Random(seed);
  }

  /** Bytes of a file, the durable ones, and what happened to them since. */
  private static final class Content {
    private byte[] bytes = new byte[0];
    private byte[] durable = new byte[0];
    private final List<Change> unforced = new ArrayList<>();
  }

  /** A write, or a cut when there are no bytes. */
  private static final class Change {
    private final long position;
    private final byte[] bytes;

    Change(long position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }

    byte[] applyTo(byte[] old, int count) {
      if (bytes.length == 0) {
        return Arrays.copyOf(old, (int) position);
      }
      byte[] grown = Arrays.copyOf(old, Math.max(old.length, (int) position + count));
      System.arraycopy(bytes, 0, grown, (int) position, count);
      return grown;
    }
  }

  /** The machine stops before the change after so many more. */
  public void stopAfter(long count) {
    stopBefore = changes + count;
  }

  /** How many changes were made. */
  public long changes() {
    return changes;
  }

  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  public void failForce() {
    forceFails = true;
  }

  /** After so many more forces one says that the disk is full. */
  public void setForcesUntilFull(int forces) {
    forcesUntilFull = forces;
  }

  public int openFiles() {
    return openFiles;
  }

  /** All files, sorted. */
  public List<String> files() {
    return List.copyOf(names.keySet());
  }

  public byte[] bytes(String name) {
    return Objects.requireNonNull(names.get(name)).bytes.clone();
  }

  /** Replaces a file, durably. */
  public void replace(String name, byte[] bytes) {
    Content content = new Content();
    content.bytes = bytes.clone();
    content.durable = bytes.clone();
    names.put(name, content);
    durableNames.put(name, content);
  }

  public void flipBit(String name, int bit) {
    byte[] bytes = bytes(name);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    replace(name, bytes);
  }

  /** What a machine finds that starts again. */
  public void restart() {
    Map<String, Content> found = new TreeMap<>();
    Set<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (String name : all) {
      boolean isLost = !isFolderDurable(name) && random.nextBoolean();
      Content content = random.nextBoolean() ? names.get(name) : durableNames.get(name);
      if (content != null && !isLost) {
        found.put(name, content);
      }
    }
    for (Content content : new HashSet<>(found.values())) {
      loseSome(content);
    }
    names = found;
    durableNames = new TreeMap<>(found);
    for (String name : found.keySet()) {
      addFolders(name);
    }
    stopBefore = Long.MAX_VALUE;
    freeBytes = Long.MAX_VALUE;
    openFiles = 0;
  }

  private boolean isFolderDurable(String name) {
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      if (!durableFolders.contains(name.substring(0, at))) {
        return false;
      }
    }
    return true;
  }

  private void addFolders(String name) {
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      durableFolders.add(name.substring(0, at));
    }
  }

  private void loseSome(Content content) {
    byte[] bytes = content.durable;
    for (Change change : content.unforced) {
      int kept =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt(change.bytes.length + 1);
            default -> change.bytes.length;
          };
      boolean isCut = change.bytes.length == 0;
      if (isCut ? random.nextBoolean() : kept > 0) {
        bytes = change.applyTo(bytes, kept);
      }
    }
    content.unforced.clear();
    content.bytes = bytes.clone();
    content.durable = bytes;
  }

  private void change() {
    if (changes >= stopBefore) {
      throw new Stopped();
    }
    changes++;
  }

  @Override
  public DiskFile open(String name) {
    if (!names.containsKey(name)) {
      change();
      names.put(name, new Content());
    }
    openFiles++;
    return new OpenFile(name, names.get(name));
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final Content content;
    private boolean closed;

    OpenFile(String name, Content content) {
      this.name = name;
      this.content = content;
    }

    private void check() {
      if (closed) {
        throw new IllegalStateException(name + " is closed");
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) {
      check();
      long at = position;
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[(int) Math.min(buffer.remaining(), freeBytes)];
        boolean isFull = bytes.length < buffer.remaining();
        buffer.get(bytes);
        if (bytes.length > 0) {
          change();
          freeBytes -= bytes.length;
          add(new Change(at, bytes));
        }
        if (isFull) {
          throw new DiskFullException(name + ": no space left");
        }
        at += bytes.length;
      }
    }

    private void add(Change change) {
      content.unforced.add(change);
      content.bytes = change.applyTo(content.bytes, change.bytes.length);
    }

    @Override
    public int read(ByteBuffer into, long position) {
      check();
      int count = Math.clamp(content.bytes.length - position, 0, into.remaining());
      into.put(content.bytes, (int) Math.min(position, content.bytes.length), count);
      return count;
    }

    @Override
    public void force() {
      check();
      change();
      if (forceFails) {
        throw new DiskFailedException(name + ": force failed");
      }
      if (forcesUntilFull == 0) {
        forcesUntilFull = Integer.MAX_VALUE;
        throw new DiskFullException(name + ": no space left");
      }
      forcesUntilFull--;
      content.durable = content.bytes.clone();
      content.unforced.clear();
    }

    @Override
    public long size() {
      check();
      return content.bytes.length;
    }

    @Override
    public void preallocate(long bytes) {
      write(ByteBuffer.allocate((int) (bytes - size())), size());
      force();
    }

    @Override
    public void truncate(long bytes) {
      check();
      if (bytes < content.bytes.length) {
        change();
        add(new Change(bytes, new byte[0]));
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openFiles--;
      }
    }
  }

  @Override
  public boolean exists(String name) {
    return names.containsKey(name);
  }

  @Override
  public List<String> list(String directory) {
    Set<String> found = new TreeSet<>();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    for (String name : names.keySet()) {
      if (name.startsWith(prefix)) {
        found.add(name.substring(prefix.length()).split("/", 2)[0]);
      }
    }
    return List.copyOf(found);
  }

  @Override
  public void delete(String name) {
    if (names.containsKey(name)) {
      change();
      names.remove(name);
    }
  }

  @Override
  public void deleteDirectory(String directory) {
    for (String name : List.copyOf(names.keySet())) {
      if (name.startsWith(directory + "/")) {
        delete(name);
      }
    }
  }

  @Override
  public void rename(String from, String to) {
    change();
    names.put(to, names.remove(from));
  }

  @Override
  public void syncDirectory(String directory) {
    change();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    for (String name : list(directory)) {
      durableFolders.add(prefix + name);
    }
    Set<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (String name : all) {
      boolean isChild = name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0;
      if (isChild && names.containsKey(name)) {
        durableNames.put(name, names.get(name));
      } else if (isChild) {
        durableNames.remove(name);
      }
    }
  }

  @Override
  public long usableBytes() {
    return freeBytes;
  }

  @Override
  public String describe(String name) {
    return "disk:" + name;
  }
}
