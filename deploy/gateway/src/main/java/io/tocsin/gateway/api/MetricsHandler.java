package io.tocsin.gateway.api;

import io.tocsin.engine.log.LineLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers scrapes. The metrics are made by the first scrape, so a gateway that nobody scrapes loads no class of them.
 * Any thread; one at a time scrapes.
 */
final class MetricsHandler {
    static final String PATH = "/metrics";

    private static final String GET = "GET";

    private final Supplier<MetricsPage> metrics;
    private final Consumer<String> log;
    private MetricsPage page;

    /**
     * @param metrics asked once; null: no metrics
     */
    MetricsHandler(Supplier<MetricsPage> metrics, Consumer<String> log) {
        this.metrics = metrics;
        this.log = log;
    }

    void handle(Request request, Response response, Callback callback) {
        if (metrics == null) {
            ApiReplies.problem(response, callback, Problem.notFound("metrics are off (http.metrics)"));
        } else if (!request.getMethod().equals(GET)) {
            ApiReplies.notAllowed(response, callback, GET);
        } else {
            scrape(request.getHeaders().get(HttpHeader.ACCEPT), response, callback);
        }
    }

    private void scrape(String accept, Response response, Callback callback) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String mediaType;
        try {
            mediaType = write(accept, out);
        } catch (IOException | RuntimeException e) {
            LineLog.warn(log, "local API: a scrape failed: " + e);
            ApiReplies.problem(response, callback, Problem.internal());
            return;
        }
        ApiReplies.bytes(response, callback, mediaType, out.toByteArray());
    }

    private synchronized String write(String accept, ByteArrayOutputStream out) throws IOException {
        if (page == null) {
            page = metrics.get();
        }
        page.write(accept, out);
        return page.contentType(accept);
    }
}
