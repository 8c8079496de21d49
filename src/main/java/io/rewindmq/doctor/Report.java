// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import java.util.List;

/**
 * What the doctor answers.
 *
 * @param folder the data folder
 * @param extent how much was read
 * @param plan what a repair does
 * @param isPlanWanted whether the plan is to be shown
 * @param quarantine where the originals are; empty = nothing was changed
 * @param remaining damage that is there after the repair
 */
record Report(
    String folder,
    String extent,
    List<Finding> findings,
    List<String> plan,
    boolean isPlanWanted,
    String quarantine,
    List<Finding> remaining) {
  Report {
    findings = List.copyOf(findings);
    plan = List.copyOf(plan);
    remaining = List.copyOf(remaining);
  }

  private boolean isApplied() {
    return !quarantine.isEmpty();
  }

  private static long damages(List<Finding> findings) {
    return findings.stream().filter(Finding::isDamage).count();
  }

  /** 0 = sound, or sound again; 1 = there is damage. */
  int exitCode() {
    long damages = isApplied() ? damages(remaining) : damages(findings);
    return damages == 0 ? 0 : 1;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    findings.forEach(finding -> put(finding, out));
    if (isPlanWanted) {
      plan(out);
    }
    remaining.forEach(finding -> put(finding, out));
    out.append(folder).append(": ").append(verdict()).append(" (").append(extent).append(")\n");
    return out.toString();
  }

  private static void put(Finding finding, StringBuilder out) {
    out.append(finding.isDamage() ? "DAMAGE " : "note   ").append(finding.file());
    if (finding.offset() > 0) {
      out.append(" at byte ").append(finding.offset());
    }
    out.append(": ");
    if (!finding.expected().isEmpty()) {
      out.append("expected ").append(finding.expected()).append(", found ");
    }
    out.append(finding.found()).append("\n       ").append(finding.meaning()).append('\n');
    if (!finding.repair().isEmpty()) {
      out.append("       Repair: ").append(finding.repair()).append(".\n");
    } else if (finding.isDamage()) {
      out.append("       The doctor can't repair this.\n");
    }
  }

  private void plan(StringBuilder out) {
    if (plan.isEmpty()) {
      out.append("There is nothing that the doctor can repair.\n");
      return;
    }
    out.append(isApplied() ? "Done:\n" : "A repair would:\n");
    for (int i = 0; i < plan.size(); i++) {
      out.append("  ").append(i + 1).append(". ").append(plan.get(i)).append('\n');
    }
    out.append(
        isApplied()
            ? "The originals are in " + quarantine + ".\n"
            : "Nothing was changed; --repair --apply does it.\n");
  }

  private String verdict() {
    long damages = damages(findings);
    if (damages == 0) {
      return "sound";
    }
    String found = damages == 1 ? "1 damage" : damages + " damages";
    if (!isApplied()) {
      return found + (plan.isEmpty() ? ", can't be repaired" : ", can be repaired with --repair");
    }
    return found + (damages(remaining) == 0 ? ", repaired; sound now" : ", not all repaired");
  }

  String json() {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"folder\":").append(quoted(folder));
    out.append(",\"sound\":").append(exitCode() == 0);
    out.append(",\"applied\":").append(isApplied());
    out.append(",\"quarantine\":").append(quoted(quarantine));
    out.append(",\"findings\":").append(json(findings));
    out.append(",\"plan\":");
    out.append(plan.stream().map(Report::quoted).toList());
    out.append(",\"remaining\":").append(json(remaining)).append("}\n");
    return out.toString();
  }

  private static String json(List<Finding> findings) {
    return findings.stream().map(Report::json).toList().toString();
  }

  private static String json(Finding finding) {
    return "{\"severity\":"
        + quoted(finding.isDamage() ? "damage" : "note")
        + ",\"file\":"
        + quoted(finding.file())
        + ",\"offset\":"
        + finding.offset()
        + ",\"expected\":"
        + quoted(finding.expected())
        + ",\"found\":"
        + quoted(finding.found())
        + ",\"meaning\":"
        + quoted(finding.meaning())
        + ",\"repair\":"
        + quoted(finding.repair())
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
