package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** A custom resource to try the API with. */
@Group("example.org")
@Version("v1")
public class Widget extends CustomResource<Widget.Spec, Widget.Status> implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** What is wanted. */
  public record Spec(String colour, Server server, Map<String, String> labels) {}

  /** A part of it. */
  public record Server(String host, Integer port) {}

  /** How it stands. */
  public record Status(String phase) {}

  static Widget named(String name) {
    Widget widget = new Widget();
    widget.getMetadata().setName(name);
    return widget;
  }

  static Widget named(String name, Spec spec) {
    Widget widget = named(name);
    widget.setSpec(spec);
    return widget;
  }
}
