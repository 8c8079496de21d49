// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import io.rewindmq.jms.options.NearestNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * One level of the naming tree as JNDI sees it. Each lookup of a name gives the same object, except
 * below {@code dynamicQueues} and {@code dynamicTopics}. It holds nothing, so {@link #close} does
 * nothing. Immutable, any thread.
 */
final class ReadOnlyContext implements Context {
  private final List<String> path;
  private final Directory directory;
  private final Map<?, ?> environment;

  /**
   * Shows a directory.
   *
   * @param path its name from the root, empty = it is the root
   * @param environment what the context was made with; never changed
   */
  ReadOnlyContext(List<String> path, Directory directory, Map<?, ?> environment) {
    this.path = path;
    this.directory = directory;
    this.environment = environment;
  }

  // ---- reading ----

  /**
   * Finds an object.
   *
   * @throws NameNotFoundException there is none; the text names the nearest ones
   */
  @Override
  public Object lookup(Name name) throws NamingException {
    return find(name);
  }

  private Object find(Name name) throws NamingException {
    Name relative = withoutLeadingSlashes(name);
    if (relative.isEmpty()) {
      return new ReadOnlyContext(path, directory, environment);
    }
    Object found = directory.find(relative);
    if (found == null) {
      throw notFound(name, relative);
    }
    return shown(Collections.list(relative.getAll()), found);
  }

  @Override
  public Object lookup(String name) throws NamingException {
    return find(new CompositeName(name));
  }

  /** The same as {@link #lookup(Name)}: there are no links. */
  @Override
  public Object lookupLink(Name name) throws NamingException {
    return find(name);
  }

  /** The same as {@link #lookup(String)}: there are no links. */
  @Override
  public Object lookupLink(String name) throws NamingException {
    return find(new CompositeName(name));
  }

  @Override
  public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
    return new ListedNames<>(
        context(name).bindings().stream()
            .map(binding -> new NameClassPair(binding.getName(), binding.getClassName()))
            .toList());
  }

  @Override
  public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
    return list(new CompositeName(name));
  }

  @Override
  public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
    return new ListedNames<>(context(name).bindings());
  }

  @Override
  public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
    return listBindings(new CompositeName(name));
  }

  private ReadOnlyContext context(Name name) throws NamingException {
    if (find(name) instanceof ReadOnlyContext context) {
      return context;
    }
    throw new NotContextException(name + " is an object, there are no names below it");
  }

  private List<Binding> bindings() {
    return directory.entries().entrySet().stream()
        .map(entry -> new Binding(entry.getKey(), shown(List.of(entry.getKey()), entry.getValue())))
        .toList();
  }

  private Object shown(List<String> relative, Object found) {
    if (!(found instanceof Directory below)) {
      return found;
    }
    List<String> whole = new ArrayList<>(path);
    whole.addAll(relative);
    return new ReadOnlyContext(List.copyOf(whole), below, environment);
  }

  private NameNotFoundException notFound(Name name, Name relative) {
    String nearest = NearestNames.few(relative.toString(), names("", directory));
    NameNotFoundException failure =
        new NameNotFoundException(
            "there is no " + name + (nearest.isEmpty() ? "" : "; known are " + nearest));
    failure.setRemainingName(relative);
    return failure;
  }

  private static List<String> names(String prefix, Directory at) {
    List<String> names = new ArrayList<>();
    at.entries()
        .forEach(
            (name, entry) -> {
              if (entry instanceof FixedDirectory below) {
                names.addAll(names(prefix + name + "/", below));
              } else {
                names.add(prefix + name + (entry instanceof Directory ? "/…" : ""));
              }
            });
    return names;
  }

  private static Name withoutLeadingSlashes(Name name) {
    int from = 0;
    while (from < name.size() && name.get(from).isEmpty()) {
      from++;
    }
    return name.getSuffix(from);
  }

  // ---- names and environment ----

  @Override
  public NameParser getNameParser(Name name) throws NamingException {
    context(name);
    return CompositeName::new;
  }

  @Override
  public NameParser getNameParser(String name) throws NamingException {
    return getNameParser(new CompositeName(name));
  }

  @Override
  public Name composeName(Name name, Name prefix) throws NamingException {
    Name whole = (Name) prefix.clone();
    return whole.addAll(name);
  }

  @Override
  public String composeName(String name, String prefix) throws NamingException {
    return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
  }

  @Override
  public String getNameInNamespace() throws NamingException {
    Name whole = new CompositeName();
    for (String part : path) {
      whole.add(part);
    }
    return whole.toString();
  }

  /** A copy; it holds what the context was made with, so the credentials too. */
  @Override
  public Hashtable<?, ?> getEnvironment() {
    return new Hashtable<>(environment);
  }

  /** Nothing is open, and the context can be used on. */
  @Override
  public void close() {
    // nothing is held
  }

  @Override
  public String toString() {
    return "RewindMQ names " + names("", directory);
  }

  // ---- changing, which is not possible ----

  private static OperationNotSupportedException readOnly() {
    return new OperationNotSupportedException(
        "this context is read-only: it shows what its settings say");
  }

  @Override
  public Object addToEnvironment(String key, @Nullable Object value)
      throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public Object removeFromEnvironment(String key) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void bind(Name name, @Nullable Object object) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void bind(String name, @Nullable Object object) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void rebind(Name name, @Nullable Object object) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void rebind(String name, @Nullable Object object) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void unbind(Name name) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void unbind(String name) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void rename(Name oldName, Name newName) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void rename(String oldName, String newName) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void destroySubcontext(Name name) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public void destroySubcontext(String name) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public Context createSubcontext(Name name) throws OperationNotSupportedException {
    throw readOnly();
  }

  @Override
  public Context createSubcontext(String name) throws OperationNotSupportedException {
    throw readOnly();
  }
}
