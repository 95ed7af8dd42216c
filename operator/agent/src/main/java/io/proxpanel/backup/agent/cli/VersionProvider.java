package io.proxpanel.backup.agent.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return new String[] {
      "backup-agent " + (version == null ? "(not packaged)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
