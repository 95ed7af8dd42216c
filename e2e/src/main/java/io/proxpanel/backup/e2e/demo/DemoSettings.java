package io.proxpanel.backup.e2e.demo;

import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code e2e/demo} says to the program.
 *
 * @param checkout folder of the project
 * @param results folder for what is left to look at; emptied by the caller
 * @param subscribers size of the panel's database
 * @param cluster whether it all happens on a real cluster
 * @param keep whether everything stays up until it is interrupted
 * @param terminal whether colour and lines that change make sense
 */
public record DemoSettings(
    Path checkout, Path results, int subscribers, boolean cluster, boolean keep, boolean terminal) {
  /** Months of accounting; not an option, since subscribers already say the size. */
  static final int MONTHS = 2;

  /** Reads the properties {@code demo.*}, all of which the script sets. */
  static DemoSettings read(Properties properties) {
    return new DemoSettings(
        Path.of(properties.getProperty("demo.checkout")),
        Path.of(properties.getProperty("demo.results")),
        Integer.parseInt(properties.getProperty("demo.subscribers")),
        Boolean.parseBoolean(properties.getProperty("demo.cluster")),
        Boolean.parseBoolean(properties.getProperty("demo.keep")),
        Boolean.parseBoolean(properties.getProperty("demo.terminal")));
  }

  /** Definitions of the resources. */
  Path definitions() {
    return checkout.resolve("crds");
  }

  /** The YAML that the README shows. */
  Path examples() {
    return checkout.resolve("e2e/src/test/resources/examples");
  }

  /** The agent as the build makes it. */
  Path agentJar() {
    return checkout.resolve("operator/agent/target/backup-agent.jar");
  }
}
