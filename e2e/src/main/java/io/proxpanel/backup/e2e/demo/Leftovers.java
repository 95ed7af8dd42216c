package io.proxpanel.backup.e2e.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where things are, and what can be done with them. */
final class Leftovers {
  private final DemoSettings settings;
  private final Screen screen;
  private final Optional<Path> file;
  private final Path password;

  /**
   * Of one demo.
   *
   * @param file the backup, where this machine has it
   * @param password the file with the password that opens it
   */
  Leftovers(DemoSettings settings, Screen screen, Optional<Path> file, Path password) {
    this.settings = settings;
    this.screen = screen;
    this.file = file;
    this.password = password;
  }

  /** After the end: files only. */
  void tell() {
    screen.heading("Where things are");
    file.ifPresent(path -> where("The file", path));
    where("Its password", password);
    where("What was applied", settings.results());
    where("The logs", settings.results().resolve("operator.log"));
    where("", settings.results().resolve("logs"));
    screen.say("Nothing is left running; the next demo replaces these files.");
    screen.heading("What to try next");
    agentCommands();
    command("e2e/demo --keep", "leaves everything up, to play with");
    command("less README.md", "how to install it on your cluster");
  }

  /** While everything is up. */
  void tellWhileUp(Panel panel) throws IOException {
    screen.heading("Everything is up");
    panel.tellHowToGoOn(screen, settings.results());
    agentCommands();
    screen.heading("Ctrl-C stops it and leaves nothing running.");
  }

  private void where(String what, Path path) {
    if (Files.exists(path)) {
      screen.say("%-18s%s".formatted(what, relative(path)));
    }
  }

  private void agentCommands() {
    file.ifPresent(
        path -> {
          String agent = "java -jar " + relative(settings.agentJar());
          command(agent + " inspect " + relative(path), "what the file says without a key");
          command(
              agent + " verify --password-file " + relative(password) + " " + relative(path),
              "whether every byte of it is genuine");
        });
  }

  private void command(String text, String why) {
    screen.command(text);
    screen.say("  " + why);
  }

  /** As a person in the checkout would type it. */
  private String relative(Path path) {
    Path checkout = settings.checkout().toAbsolutePath().normalize();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(checkout)
        ? checkout.relativize(absolute).toString()
        : absolute.toString();
  }
}
