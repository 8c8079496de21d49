// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a CycloneDX bill of materials says of each library. */
final class BillOfMaterials {
  /** Names that authors write instead of SPDX identifiers. */
  private static final Map<String, String> IDENTIFIERS =
      Map.of(
          "EPL 1.0",
          "EPL-1.0",
          "Public Domain",
          "CC0-1.0",
          "GNU General Public License, version 2 with the GNU Classpath Exception",
          "GPL-2.0-with-classpath-exception");

  private BillOfMaterials() {}

  /**
   * A library.
   *
   * @param licences SPDX identifiers; one of them may be chosen
   */
  record Component(String group, String artifact, String version, List<String> licences) {
    String name() {
      return group + ":" + artifact;
    }
  }

  /**
   * Reads the components by the names that their jars may have, without ending: {@code
   * artifact-version}, the same behind the group and a dot, both also with a classifier.
   */
  static Map<String, Component> read(Path bill) throws IOException {
    Map<String, Component> byName = new HashMap<>();
    NodeList nodes = parse(bill).getElementsByTagName("component");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element node = (Element) nodes.item(i);
      Component component =
          new Component(
              text(node, "group"), text(node, "name"), text(node, "version"), licences(node));
      String file = component.artifact() + "-" + component.version() + classifier(node);
      byName.put(file, component);
      byName.put(component.group() + "." + file, component);
    }
    return byName;
  }

  private static Element parse(Path bill) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(bill.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(bill + " is no CycloneDX document", e);
    }
  }

  private static List<String> licences(Element component) {
    List<String> found = new ArrayList<>();
    for (Element licences : children(component, "licenses")) {
      for (Element licence : children(licences, "license")) {
        String id = text(licence, "id");
        String name = id.isEmpty() ? text(licence, "name") : id;
        found.add(IDENTIFIERS.getOrDefault(name, name));
      }
    }
    return found;
  }

  /** Of a package URL such as {@code pkg:maven/g/a@1?classifier=linux-x86_64&type=jar}. */
  private static String classifier(Element component) {
    String url = text(component, "purl");
    int at = url.indexOf("classifier=");
    return at < 0 ? "" : "-" + url.substring(at + "classifier=".length()).replaceFirst("&.*", "");
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
