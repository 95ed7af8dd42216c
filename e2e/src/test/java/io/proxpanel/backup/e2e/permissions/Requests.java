package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Notes what the requests of a client need, and which of it the API server misses. */
final class Requests implements Interceptor {
  /** Everybody may ask what he may do. */
  private static final String ASKING = "authorization.k8s.io";

  private final Set<Permission> needed = ConcurrentHashMap.newKeySet();
  private final Set<Permission> refused = ConcurrentHashMap.newKeySet();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    note(request, needed);
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      note(response.request(), refused);
    }
    return CompletableFuture.completedFuture(false);
  }

  private static void note(HttpRequest request, Set<Permission> permissions) {
    URI address = request.uri();
    boolean watches = String.valueOf(address.getQuery()).contains("watch=true");
    Permission permission = Permission.of(request.method(), address.getPath(), watches);
    if (!permission.group().equals(ASKING)) {
      permissions.add(permission);
    }
  }

  /** What all of them needed so far. */
  Set<Permission> needed() {
    return Set.copyOf(needed);
  }

  /** What of that was missing. */
  Set<Permission> refused() {
    return Set.copyOf(refused);
  }
}
