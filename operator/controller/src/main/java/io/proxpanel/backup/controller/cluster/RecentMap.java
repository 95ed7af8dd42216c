package io.proxpanel.backup.controller.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its eldest entry when it is full. Not for several threads at a time. */
public final class RecentMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  /** An empty map of at most so many entries. */
  public RecentMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
