package io.tocsin.gateway.api;

import io.tocsin.alerts.current.CurrentAlarmJson;
import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.log.LineLog;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The resources of the API:
 *
 * <pre>
 *    GET  /metrics                  metrics; without the token
 *    GET  /api/v1/alarms            current alarms
 *    POST /api/v1/alarms/ACTION     an action of an operator; ACTION is a word of {@link ActionKind}
 * </pre>
 *
 * An action's answer is written by a thread of the server, never by the gateway's output thread.
 */
final class ApiHandler extends Handler.Abstract {
    static final String ALARMS = "/api/v1/alarms";

    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String MEDIA_TYPE = "application/json";

    private final ActionDoor door;
    private final AlarmPicture alarms;
    private final MetricsHandler metrics;
    private final Executor executor;
    private final long answerSeconds;
    private final Consumer<String> log;

    /**
     * @param executor runs what follows an answer
     * @param answerSeconds longest wait for an answer
     */
    ApiHandler(
            ActionDoor door,
            AlarmPicture alarms,
            MetricsHandler metrics,
            Executor executor,
            long answerSeconds,
            Consumer<String> log) {
        this.door = door;
        this.alarms = alarms;
        this.metrics = metrics;
        this.executor = executor;
        this.answerSeconds = answerSeconds;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getCanonicalPath();
        if (path.equals(MetricsHandler.PATH)) {
            metrics.handle(request, response, callback);
            return true;
        }
        if (path.equals(ALARMS)) {
            list(request, response, callback);
            return true;
        }
        ActionKind kind = path.startsWith(ALARMS + '/') ? ActionKind.ofWord(path.substring(ALARMS.length() + 1)) : null;
        if (kind == null) {
            // the path is the client's; it is shown without characters that a terminal would obey
            ApiReplies.problem(response, callback, Problem.notFound(""));
        } else {
            act(kind, request, response, callback);
        }
        return true;
    }

    private void list(Request request, Response response, Callback callback) {
        if (!request.getMethod().equals(GET)) {
            ApiReplies.notAllowed(response, callback, GET);
            return;
        }
        String json;
        try {
            json = CurrentAlarmJson.of(alarms.now());
        } catch (RuntimeException e) {
            failed(response, callback, e);
            return;
        }
        ApiReplies.json(response, callback, json);
    }

    private void act(ActionKind kind, Request request, Response response, Callback callback) {
        if (!request.getMethod().equals(POST)) {
            ApiReplies.notAllowed(response, callback, POST);
        } else if (request.getLength() > ActionRequest.MAX_BYTES) {
            ApiReplies.problem(response, callback, Problem.tooLarge(ActionRequest.MAX_BYTES));
        } else if (!isJson(request)) {
            ApiReplies.problem(response, callback, Problem.notJson());
        } else {
            Content.Source.asByteArrayAsync(
                    request,
                    ActionRequest.MAX_BYTES,
                    Promise.Invocable.from(
                            Invocable.InvocationType.BLOCKING,
                            (body, failure) -> onBody(kind, body, failure, response, callback)));
        }
    }

    private void onBody(ActionKind kind, byte[] body, Throwable failure, Response response, Callback callback) {
        if (failure instanceof IllegalStateException) {
            ApiReplies.problem(response, callback, Problem.tooLarge(ActionRequest.MAX_BYTES));
        } else if (failure != null) {
            callback.failed(failure); // the client has gone, or is too slow
        } else {
            submit(kind, body, response, callback);
        }
    }

    private static boolean isJson(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(MEDIA_TYPE);
    }

    private void submit(ActionKind kind, byte[] body, Response response, Callback callback) {
        OperatorAction action;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            action = ActionRequest.parse(kind, text);
        } catch (CharacterCodingException e) {
            ApiReplies.problem(response, callback, Problem.badRequest("the body must be UTF-8"));
            return;
        } catch (ActionRequest.BadRequest e) {
            ApiReplies.problem(response, callback, Problem.badRequest(e.getMessage()));
            return;
        }
        CompletableFuture<ActionReply> unused = door.submit(action)
                .thenApply(reply -> reply)
                .orTimeout(answerSeconds, TimeUnit.SECONDS)
                .whenCompleteAsync((reply, failure) -> answer(reply, failure, response, callback), executor);
    }

    private void answer(ActionReply reply, Throwable failure, Response response, Callback callback) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            ApiReplies.problem(response, callback, Problem.noAnswer(answerSeconds));
        } else if (cause instanceof ActionDoor.ClosedException) {
            ApiReplies.problem(response, callback, Problem.stopping());
        } else if (cause != null) {
            failed(response, callback, cause);
        } else if (reply.isAccepted()) {
            ApiReplies.json(response, callback, ActionAnswer.json(reply));
        } else {
            ApiReplies.problem(response, callback, Problem.of(reply.refusal()));
        }
    }

    private void failed(Response response, Callback callback, Throwable cause) {
        LineLog.warn(log, "local API: a request failed: " + cause);
        ApiReplies.problem(response, callback, Problem.internal());
    }
}
