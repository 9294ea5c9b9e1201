package io.tocsin.gateway.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes the responses of the API. Any thread. */
final class ApiReplies {
    private static final String JSON = "application/json";
    private static final int OK = 200;

    private ApiReplies() {}

    static void json(Response response, Callback callback, String json) {
        write(response, callback, OK, JSON, json);
    }

    static void problem(Response response, Callback callback, Problem problem) {
        if (problem.status() == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        write(response, callback, problem.status(), Problem.MEDIA_TYPE, problem.json());
    }

    private static void write(Response response, Callback callback, int status, String mediaType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
