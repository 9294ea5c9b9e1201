package io.tocsin.gateway.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Speaks to the local API of a running gateway. */
public final class ApiClient {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final ApiEntry entry;
    private final HttpClient http;

    private ApiClient(ApiEntry entry) {
        this.entry = entry;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * An answer of the API.
     *
     * @param status of HTTP
     * @param body a JSON object
     */
    public record Answer(int status, String body) {
        /** Whether the request was done. */
        public boolean isOk() {
            return status == 200;
        }
    }

    /** No gateway answers. */
    public static final class NoGateway extends IOException {
        private static final long serialVersionUID = 1L;

        NoGateway(String message) {
            super(message);
        }
    }

    /**
     * A client of the gateway of a data directory.
     *
     * @throws NoGateway none runs there
     */
    public static ApiClient of(Path dataDir) throws IOException {
        ApiEntry entry = ApiEntry.read(dataDir);
        if (entry == null) {
            throw new NoGateway("no gateway runs in " + dataDir + ", or its local API is off (http.enabled)");
        }
        return new ApiClient(entry);
    }

    /** Sends a JSON object to a resource of the API, such as {@code alarms/ack}. */
    public Answer post(String resource, String json) throws IOException, InterruptedException {
        return send(request(resource)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Reads a resource of the API, such as {@code alarms}. */
    public Answer get(String resource) throws IOException, InterruptedException {
        return send(request(resource).GET());
    }

    private HttpRequest.Builder request(String resource) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + entry.port() + "/api/v1/" + resource))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + entry.token());
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new NoGateway("no gateway answers on port " + entry.port() + "; it was killed, or has just stopped");
        }
    }
}
