package io.proxpanel.backup.agent.destination.s3;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.net.BoundedInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * What a service answers in XML, as far as it is listened to: the library makes a tree of all of it
 * in memory, whose elements take fifty times the bytes that name them.
 */
final class AnswerBody {
  /** Files in one piece of a listing. */
  static final int LISTED_AT_ONCE = 500;

  /** Those with the longest names that there are, each byte written as three. */
  static final int MAX_BYTES = 2 << 20;

  /** Elements begin and end with it: 500 files have 10,000 or less. */
  private static final int MAX_TAGS = 30_000;

  /** Attributes have it, of which no answer has more than some. */
  private static final int MAX_ATTRIBUTES = 20_000;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private AnswerBody() {}

  /** The same answer with a body that has an end; that of a file is left as it is. */
  static HttpExecuteResponse bounded(
      SdkHttpRequest request, HttpExecuteResponse answer, S3Errors errors) {
    if (answer.responseBody().isEmpty() || isFile(request, answer)) {
      return answer;
    }
    AbortableInputStream body = answer.responseBody().get();
    return HttpExecuteResponse.builder()
        .response(answer.httpResponse())
        .responseBody(AbortableInputStream.create(limited(body, errors), body))
        .build();
  }

  private static InputStream limited(InputStream body, S3Errors errors) {
    return new NotAgain(
        new BoundedInput(body, MAX_BYTES, LONGEST, errors::tooMuch)
            .atMost(MAX_TAGS, '<')
            .atMost(MAX_ATTRIBUTES, '='));
  }

  private static boolean isFile(SdkHttpRequest request, HttpExecuteResponse answer) {
    return request.method() == SdkHttpMethod.GET
        && answer.httpResponse().isSuccessful()
        && request.firstMatchingRawQueryParameter("list-type").isEmpty()
        && request.firstMatchingRawQueryParameter("uploadId").isEmpty();
  }

  /** The library makes a request again whose answer breaks; what is refused is not broken. */
  private static final class NotAgain extends FilterInputStream {
    NotAgain(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return SingleByte.of(this);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        if (e.getCause() instanceof AgentException refusal) {
          throw NonRetryableException.create(refusal.getMessage(), refusal);
        }
        throw e;
      }
    }
  }
}
