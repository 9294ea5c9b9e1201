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

    static void notAllowed(Response response, Callback callback, String method) {
        response.getHeaders().put(HttpHeader.ALLOW, method);
        problem(response, callback, Problem.methodNotAllowed(method));
    }

    static void bytes(Response response, Callback callback, String mediaType, byte[] bytes) {
        write(response, callback, OK, mediaType, bytes);
    }

    private static void write(Response response, Callback callback, int status, String mediaType, String text) {
        write(response, callback, status, mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Response response, Callback callback, int status, String mediaType, byte[] bytes) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
