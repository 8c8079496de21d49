// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory. The faults that every file of ours must survive; this list is our durability
 * specification:
 *
 * <ol>
 *   <li><b>The machine stops</b> before, within or after any operation ({@link #stopAt}).
 *   <li><b>Unforced bytes</b> ({@link #crash}): each 512-byte sector has, independently of all
 *       others and whatever came later, its forced state or any one it was given since. So a write
 *       may be lost, torn anywhere, or there while an earlier one is not.
 *   <li><b>Unforced sizes</b>: growing or cutting a file may be undone; where the growth stays but
 *       the bytes do not, there are zeros.
 *   <li><b>Unsynced names</b>: a name that was created, deleted or renamed since its folder was
 *       synced may have its old or its new state, each name by itself: a renamed file may be found
 *       under both names or none. A folder not synced in the one above may vanish with all in it.
 *   <li><b>A failed force</b> ({@link #failForceAt}): the bytes may be lost although a later force
 *       of the same file succeeds.
 *   <li><b>A failed write or read</b> ({@link #failWrites}, {@link #failReads}).
 *   <li><b>A full disk</b> ({@link #setFreeBytes}): a write that grows a file is cut short
 *       anywhere. Writing where bytes are already needs no room. Room comes back by deleting, or
 *       from outside.
 *   <li><b>Flipped bits</b> in forced bytes ({@link #flipBit}): must be noticed, never passed on.
 * </ol>
 *
 * <p>What it does not do: a device that reports a force it did not make. No file survives that.
 *
 * <p>One thread. {@link #kill} is the milder crash: the process ends, what was written stays for
 * the next one to read, though it is not forced.
 */
public final class SimDisk implements Disk {
  /** The machine has stopped. Nobody but the test catches it. */
  public static final class MachineStopped extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Two sectors, so that a block can be torn. */
  public static final int BLOCK_BYTES = 1024;

  private final SimRandom random;
  private Map<String, SimFileContent> names = new TreeMap<>();
  private Map<String, SimFileContent> durableNames = new TreeMap<>();
  private final Set<String> durableFolders = new HashSet<>();
  private long operations;
  private long stopAt = Long.MAX_VALUE;
  private long failForceAt = Long.MAX_VALUE;
  private long forces;
  private long freeBytes = 1L << 40;
  private boolean isStopped;
  private boolean writesFail;
  private boolean readsFail;
  private int generation;

  public SimDisk(long seed) {
    this.random = new SimRandom(seed);
  }

  /** How many operations were made that change something. */
  public long operations() {
    return operations;
  }

  public long forces() {
    return forces;
  }

  /** The machine stops at the operation with that number, counted from 0. */
  public void stopAt(long operation) {
    stopAt = operation;
  }

  /** The force with that number, counted from 0, fails. */
  public void failForceAt(long force) {
    failForceAt = force;
  }

  public void failWrites(boolean fail) {
    writesFail = fail;
  }

  public void failReads(boolean fail) {
    readsFail = fail;
  }

  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  /** All files, sorted. */
  public List<String> files() {
    return List.copyOf(names.keySet());
  }

  public byte[] bytes(String name) {
    return content(name).bytes();
  }

  /** Replaces a file, durably. */
  public void replace(String name, byte[] bytes) {
    SimFileContent content = new SimFileContent();
    if (bytes.length > 0) {
      content.write(0, bytes);
    }
    content.force();
    names.put(name, content);
    durableNames.put(name, content);
    addFolders(name);
  }

  public void flipBit(String name, int bit) {
    content(name).flip(bit);
  }

  private SimFileContent content(String name) {
    return Objects.requireNonNull(names.get(name), name);
  }

  /**
   * Power fails; what the machine finds when it starts again. Open files are of no use any more.
   */
  public void crash() {
    Map<String, SimFileContent> found = new TreeMap<>();
    Set<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    Set<String> lostFolders = new HashSet<>();
    for (String name : all) {
      for (String folder : folders(name)) {
        if (!durableFolders.contains(folder) && random.nextBoolean()) {
          lostFolders.add(folder);
        }
      }
    }
    for (String name : all) {
      SimFileContent content = random.nextBoolean() ? names.get(name) : durableNames.get(name);
      if (content != null && folders(name).stream().noneMatch(lostFolders::contains)) {
        found.put(name, content);
      }
    }
    new LinkedHashSet<>(found.values())
        .forEach(content -> content.lose(random)); // in a fixed order
    names = found;
    durableNames = new TreeMap<>(found);
    found.keySet().forEach(this::addFolders);
    restart();
  }

  /**
   * The process is killed: everything written and every name is there, but what was not forced or
   * synced still is not. Open files are of no use any more.
   */
  public void kill() {
    names.values().forEach(SimFileContent::heal);
    restart();
  }

  private void restart() {
    stopAt = Long.MAX_VALUE;
    failForceAt = Long.MAX_VALUE;
    writesFail = false;
    isStopped = false;
    generation++;
  }

  private static List<String> folders(String name) {
    List<String> folders = new ArrayList<>();
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      folders.add(name.substring(0, at));
    }
    return folders;
  }

  private void addFolders(String name) {
    durableFolders.addAll(folders(name));
  }

  /** Counts an operation; it has no effect when this throws. */
  private boolean begin() {
    if (isStopped) {
      throw new MachineStopped();
    }
    boolean stops = operations++ == stopAt;
    isStopped = stops;
    if (stops && random.nextBoolean()) {
      throw new MachineStopped();
    }
    return stops;
  }

  /** The other half of an operation at which the machine stops: it has taken effect. */
  private static void end(boolean stops) {
    if (stops) {
      throw new MachineStopped();
    }
  }

  @Override
  public DiskFile open(String name) {
    if (!names.containsKey(name)) {
      boolean stops = begin();
      names.put(name, new SimFileContent());
      end(stops);
    }
    return new OpenFile(name, content(name));
  }

  @Override
  public boolean exists(String name) {
    return names.containsKey(name);
  }

  @Override
  public List<String> list(String directory) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    Set<String> found = new TreeSet<>();
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
      boolean stops = begin();
      freeBytes += content(name).size();
      names.remove(name);
      end(stops);
    }
  }

  @Override
  public void deleteDirectory(String directory) {
    files().stream().filter(name -> name.startsWith(directory + "/")).forEach(this::delete);
  }

  @Override
  public void rename(String from, String to) {
    boolean stops = begin();
    SimFileContent content = names.remove(from);
    if (content == null) {
      throw new DiskFailedException("cannot rename " + from + ": there is no such file");
    }
    names.put(to, content);
    end(stops);
  }

  @Override
  public long link(String from, String to) {
    boolean stops = begin();
    SimFileContent content = content(from);
    names.put(to, content);
    end(stops);
    return content.size();
  }

  @Override
  public void syncDirectory(String directory) {
    boolean stops = begin();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    list(directory).forEach(name -> durableFolders.add(prefix + name));
    Set<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (String name : all) {
      boolean isChild = name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0;
      if (isChild && names.containsKey(name)) {
        durableNames.put(name, content(name));
      } else if (isChild) {
        durableNames.remove(name);
      }
    }
    end(stops);
  }

  @Override
  public long usableBytes() {
    return freeBytes;
  }

  @Override
  public String describe(String name) {
    return "sim:" + name;
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final SimFileContent content;
    private final int openedIn = generation;
    private boolean isClosed;

    OpenFile(String name, SimFileContent content) {
      this.name = name;
      this.content = content;
    }

    private void check() {
      if (openedIn != generation) {
        throw new MachineStopped(); // a thread of the life before
      }
      if (isClosed) {
        throw new DiskFailedException(name + " is closed");
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) {
      check();
      boolean stops = begin();
      if (writesFail) {
        throw new DiskFailedException(name + ": write failed");
      }
      int at = (int) position;
      for (ByteBuffer buffer : buffers) {
        int grown = Math.max(0, at + buffer.remaining() - content.size());
        int missing = (int) Math.max(0, grown - freeBytes);
        byte[] bytes = new byte[buffer.remaining() - missing];
        buffer.get(bytes);
        freeBytes -= grown - missing;
        if (bytes.length > 0) {
          content.write(at, bytes);
        }
        if (missing > 0) {
          throw new DiskFullException(name + ": no space left");
        }
        at += bytes.length;
      }
      end(stops);
    }

    @Override
    public int blockBytes() {
      return BLOCK_BYTES;
    }

    @Override
    public void writeBlocks(ByteBuffer blocks, long position) {
      check();
      long end = position + blocks.remaining();
      if (position % BLOCK_BYTES != 0 || end % BLOCK_BYTES != 0 || end > content.size()) {
        throw new AssertionError(name + ": no whole blocks from " + position + " to " + end);
      }
      write(blocks, position);
    }

    @Override
    public int read(ByteBuffer into, long position) {
      check();
      if (readsFail) {
        throw new DiskFailedException(name + ": read failed");
      }
      int count = Math.clamp(content.size() - position, 0, into.remaining());
      byte[] bytes = new byte[count];
      if (count > 0) {
        content.read(bytes, (int) position, count);
      }
      into.put(bytes);
      return count;
    }

    @Override
    public void force() {
      check();
      boolean stops = begin();
      if (forces++ == failForceAt) {
        content.loseForce();
        throw new DiskFailedException(name + ": force failed");
      }
      content.force();
      end(stops);
    }

    @Override
    public long size() {
      check();
      return content.size();
    }

    @Override
    public void preallocate(long bytes) {
      int missing = (int) Math.max(0, bytes - content.size());
      write(ByteBuffer.allocate(missing), content.size());
      force();
    }

    @Override
    public void truncate(long bytes) {
      check();
      if (bytes < content.size()) {
        boolean stops = begin();
        freeBytes += content.size() - bytes;
        content.resize((int) bytes);
        end(stops);
      }
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
