package io.tocsin.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.action.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A failed request, as problem+json of RFC 9457 with a {@code code}.
 *
 * @param status of HTTP
 * @param code of the list of refusals, or one of this class
 * @param title for people, the same for every problem of the code
 * @param detail what is wrong with this request; may be empty
 */
public record Problem(int status, String code, String title, String detail) {
    /** Media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();

    /** A request that cannot be understood. */
    public static Problem badRequest(String detail) {
        return new Problem(400, "BAD_REQUEST", "the request cannot be understood", detail);
    }

    public static Problem noToken() {
        return new Problem(401, "NO_TOKEN", "the request needs the token of the gateway", "");
    }

    /** A page of another origin, or a name that leads here, must not use the API. */
    public static Problem foreign(String detail) {
        return new Problem(403, "FOREIGN", "the request is from another origin", detail);
    }

    public static Problem notFound(String path) {
        return new Problem(404, "NOT_FOUND", "there is no such resource", path);
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "METHOD_NOT_ALLOWED", "the resource has no such method", "use " + allowed);
    }

    public static Problem tooLarge(int maxBytes) {
        return new Problem(413, "TOO_LARGE", "the request is too large", "at most " + maxBytes + " bytes");
    }

    public static Problem notJson() {
        return new Problem(415, "NOT_JSON", "the body must be JSON", "Content-Type: application/json");
    }

    public static Problem internal() {
        return new Problem(500, "INTERNAL", "internal error; the gateway's log has the cause", "");
    }

    public static Problem stopping() {
        return new Problem(503, "STOPPING", "the gateway is stopping; the action may have been taken", "");
    }

    public static Problem noAnswer(long seconds) {
        return new Problem(
                504, "NO_ANSWER", "the action is not decided yet", "no answer within " + seconds + " s; ask again");
    }

    /** Too many actions wait for their answers. */
    public static Problem busy() {
        return new Problem(429, "BUSY", "too many actions wait for their answers; ask again", "");
    }

    /** The problem of a refused action. */
    public static Problem of(Refusal refusal) {
        return of(refusal, "");
    }

    /** The problem of a refused action, with what is wrong with it. */
    public static Problem of(Refusal refusal, String detail) {
        int status = switch (refusal) {
            case UNKNOWN_ALARM, UNKNOWN_ID -> 404;
            case NOT_ALLOWED -> 403;
            case REASON_REQUIRED, DURATION_OUT_OF_RANGE -> 422;
            default -> 409;
        };
        return new Problem(status, refusal.name(), refusal.words(), detail);
    }

    /** The JSON object. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("code", code);
            if (!detail.isEmpty()) {
                json.writeStringField("detail", detail);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }
}
