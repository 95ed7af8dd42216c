package io.proxpanel.backup.agent.destination.s3;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A client whose closing ends the requests that are under way, and refuses further ones. What it
 * hands on of an answer has an end.
 */
final class AbortableHttpClient implements SdkHttpClient {
  private final SdkHttpClient client;
  private final S3Errors errors;
  private final Set<ExecutableHttpRequest> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  AbortableHttpClient(SdkHttpClient client, S3Errors errors) {
    this.client = client;
    this.errors = errors;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        underWay.add(prepared);
        try {
          if (closed) {
            throw new IOException("closed");
          }
          return AnswerBody.bounded(request.httpRequest(), prepared.call(), errors);
        } finally {
          underWay.remove(prepared);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(ExecutableHttpRequest::abort);
    client.close();
  }
}
