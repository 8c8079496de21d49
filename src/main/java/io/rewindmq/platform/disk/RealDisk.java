// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of the machine's file system. */
@AnyThread // immutable
public final class RealDisk implements Disk {
  /** Makes a channel go past the cache; null where the JDK has no such option. */
  static final @Nullable OpenOption DIRECT = direct();

  private final Path root;
  private final FileStore store;
  private final boolean takesBlocks;

  /** A disk in that folder, which is created when missing. */
  public RealDisk(Path root) {
    this(root, true);
  }

  /**
   * The same.
   *
   * @param takesBlocks whether files may be written past the cache, where the file system can
   */
  public RealDisk(Path root, boolean takesBlocks) {
    this.root = root.toAbsolutePath();
    this.takesBlocks = takesBlocks;
    try {
      createFolder(this.root);
      this.store = Files.getFileStore(this.root);
    } catch (IOException e) {
      throw failure("cannot create " + this.root, e);
    }
  }

  /** By name, because it is no part of the Java platform's standard. */
  private static @Nullable OpenOption direct() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Stream.of(options)
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst()
          .orElse(null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Whether there is such a folder; makes none. */
  public static boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  /** Creates a folder and those above it; each new one is durable afterwards. */
  private static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createFolder(parent);
    }
    Files.createDirectories(folder);
    if (parent != null) {
      sync(parent);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public DiskFile open(String name) {
    Path path = root.resolve(name);
    try {
      createFolder(parentOf(path));
      return new RealFile(
          path,
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          takesBlocks ? DIRECT : null);
    } catch (IOException e) {
      throw failure("cannot open " + path, e);
    }
  }

  private Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? root : parent;
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(root.resolve(name));
  }

  @Override
  public List<String> list(String directory) {
    Path path = root.resolve(directory);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw failure("cannot list " + path, e);
    }
  }

  @Override
  public void delete(String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
    } catch (IOException e) {
      throw failure("cannot delete " + root.resolve(name), e);
    }
  }

  @Override
  public void deleteDirectory(String directory) {
    Path path = root.resolve(directory);
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure("cannot delete " + path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    try {
      Path target = root.resolve(to);
      createFolder(parentOf(target));
      Files.move(
          root.resolve(from),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("cannot rename " + root.resolve(from) + " to " + to, e);
    }
  }

  @Override
  public long link(String from, String to) {
    Path link = root.resolve(to);
    try {
      Files.createDirectories(parentOf(link));
      Files.createLink(link, root.resolve(from));
      return Files.size(link);
    } catch (IOException | UnsupportedOperationException e) {
      throw new DiskFailedException(
          "can't give " + root.resolve(from) + " a second name (a hard link): " + e.getMessage(),
          e);
    }
  }

  @Override
  public void syncDirectory(String directory) {
    Path path = root.resolve(directory);
    try {
      sync(path);
    } catch (IOException e) {
      throw failure("cannot sync the folder " + path, e);
    }
  }

  @Override
  public long usableBytes() {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      throw failure("cannot ask for the free space of " + root, e);
    }
  }

  @Override
  public String describe(String name) {
    return root.resolve(name).toString();
  }

  /** A full disk is told apart from a failed one by the system's text: Java has no other sign. */
  static RuntimeException failure(String what, IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("disk quota")
        ? new DiskFullException(what + ": no space left", cause)
        : new DiskFailedException(what + ": " + cause.getMessage(), cause);
  }
}
