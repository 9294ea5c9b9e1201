package io.tocsin.gateway.api;

import io.tocsin.engine.log.LineLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets requests in that have the token or ask for metrics, name this address as their host, and come from no foreign
 * page. Any thread.
 *
 * <p>Keeps only a hash of the token, and compares in constant time. Tells, a line a minute at most, that requests came
 * without the right token.
 */
final class Doorkeeper extends Handler.Wrapper {
    private static final String BEARER = "Bearer ";
    private static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final byte[] tokenHash;
    private final Set<String> hosts;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong toldNs = new AtomicLong(NEVER);

    Doorkeeper(ApiEntry entry, Consumer<String> log, LongSupplier nanoTime, Handler inside) {
        super(inside);
        this.tokenHash = hash(entry.token());
        this.hosts = Set.of("127.0.0.1:" + entry.port(), "localhost:" + entry.port(), "[::1]:" + entry.port());
        this.log = log;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Problem problem = problemOf(request);
        if (problem == null) {
            return super.handle(request, response, callback);
        }
        ApiReplies.problem(response, callback, problem);
        return true;
    }

    private Problem problemOf(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || !hosts.contains(host)) {
            return Problem.foreign("the host must be this machine's loopback address");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !origin.equals("http://" + host)) {
            return Problem.foreign("the page must be one of the gateway");
        }
        if (request.getHttpURI().getCanonicalPath().equals(MetricsHandler.PATH)) {
            return null; // counts only; a scraper cannot know a token that each start makes anew
        }
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        boolean hasToken = authorization != null
                && authorization.startsWith(BEARER)
                && MessageDigest.isEqual(tokenHash, hash(authorization.substring(BEARER.length())));
        if (hasToken) {
            return null;
        }
        tell(refused.incrementAndGet());
        return Problem.noToken();
    }

    private void tell(long count) {
        long nowNs = nanoTime.getAsLong();
        long beforeNs = toldNs.get();
        if ((beforeNs == NEVER || nowNs - beforeNs >= QUIET_NS) && toldNs.compareAndSet(beforeNs, nowNs)) {
            LineLog.warn(log, "local API: refused requests without the right token, " + count + " since the start");
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
