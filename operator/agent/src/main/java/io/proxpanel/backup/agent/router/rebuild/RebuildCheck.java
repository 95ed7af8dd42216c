package io.proxpanel.backup.agent.router.rebuild;

import io.proxpanel.backup.agent.router.RouterVersion;
import io.proxpanel.backup.agent.router.drift.ExportHeader;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says what speaks against importing a configuration on another router. */
public final class RebuildCheck {
  /** How many interfaces a sentence names. */
  private static final int NAMED = 10;

  private final ExportHeader header;
  private final NormalizedExport export;
  private final TargetRouter target;
  private final List<String> findings = new ArrayList<>();

  private RebuildCheck(NormalizedExport export, TargetRouter target) {
    this.export = export;
    this.header = export.header();
    this.target = target;
  }

  /**
   * Compares them.
   *
   * @return sentences, the weightiest first; none when nothing speaks against it
   */
  public static List<String> findings(NormalizedExport export, TargetRouter target) {
    RebuildCheck check = new RebuildCheck(export, target);
    check.wholeness();
    check.version();
    check.model();
    check.interfaces();
    return List.copyOf(check.findings);
  }

  private void wholeness() {
    if (export.interrupted()) {
      findings.add(
          "The export is not whole, because the router stopped while it wrote it: use an older"
              + " archive.");
    }
    if (!export.unexported().isEmpty()) {
      findings.add(
          "The export lacks "
              + list(export.unexported())
              + ", which the router did not export: check these menus by hand after the import.");
    }
  }

  private void version() {
    Optional<RouterVersion> from = version(header.version());
    Optional<RouterVersion> to = version(target.version());
    if (from.isEmpty() || to.isEmpty()) {
      findings.add(
          "The version of RouterOS is not known of the "
              + (from.isEmpty() ? "export" : "router " + quoted())
              + ": compare the versions by hand, because menus and their settings differ between"
              + " them.");
    } else if (from.get().major() != to.get().major()) {
      findings.add(
          "The export was written by RouterOS "
              + from.get()
              + ", and the router "
              + quoted()
              + " runs "
              + to.get()
              + ": menus and their settings differ between the two, so that an import ends in the"
              + " middle. Install RouterOS "
              + from.get().major()
              + " there first and upgrade afterwards, or import section by section.");
    } else if (to.get().compareTo(from.get()) < 0) {
      findings.add(
          "The export was written by RouterOS "
              + from.get()
              + ", and the router "
              + quoted()
              + " runs the older "
              + to.get()
              + ", which may not know all settings: upgrade it first.");
    }
  }

  private static Optional<RouterVersion> version(String text) {
    return Optional.ofNullable(text).map(String::strip).flatMap(RouterVersion::of);
  }

  private void model() {
    if (header.model() != null && !header.model().equals(target.model())) {
      findings.add(
          "The export is of a "
              + header.model()
              + ", and the router "
              + quoted()
              + " is "
              + (target.model() == null ? "a virtual one" : "a " + target.model())
              + ": its interfaces, switch chip and radios may be others; read the sections"
              + " /interface of the export before the import.");
    }
  }

  private void interfaces() {
    Set<String> missing = new TreeSet<>(ExportInterfaces.neededBy(export));
    missing.removeAll(target.interfaces());
    if (!missing.isEmpty()) {
      findings.add(
          "The router "
              + quoted()
              + " has no interface "
              + list(List.copyOf(missing))
              + ", which the export sets or uses: put another name into the export, or take these"
              + " lines out.");
    }
  }

  private String quoted() {
    return "\"" + target.name() + "\"";
  }

  private static String list(List<String> names) {
    List<String> parts = new ArrayList<>(names.stream().sorted().limit(NAMED).toList());
    int more = names.size() - parts.size();
    if (more > 0) {
      parts.add(more + " more");
    }
    String last = parts.remove(parts.size() - 1);
    return parts.isEmpty() ? last : String.join(", ", parts) + " and " + last;
  }
}
