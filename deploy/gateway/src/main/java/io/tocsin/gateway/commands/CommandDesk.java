package io.tocsin.gateway.commands;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.gateway.api.ActionAnswer;
import io.tocsin.gateway.api.ActionRequest;
import io.tocsin.gateway.api.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Decides what a command is, passes it on, and makes its answer. Any thread. */
final class CommandDesk {
    private final String topic;
    private final Set<String> allowed;
    private final ActionDoor door;
    private final long answerSeconds;

    /**
     * @param topic commands are at {@code topic/ACTION}
     * @param allowed names that may act
     * @param answerSeconds longest wait for an answer
     */
    CommandDesk(String topic, Set<String> allowed, ActionDoor door, long answerSeconds) {
        this.topic = topic;
        this.allowed = Set.copyOf(allowed);
        this.door = door;
        this.answerSeconds = answerSeconds;
    }

    /**
     * An answer for the sender.
     *
     * @param json the object
     * @param mediaType of it
     */
    record Answer(String json, String mediaType) {
        static Answer of(Problem problem) {
            return new Answer(problem.json(), Problem.MEDIA_TYPE);
        }
    }

    /**
     * Handles a command.
     *
     * @return completes with the answer, on a thread that must not wait
     */
    CompletableFuture<Answer> handle(String commandTopic, byte[] payload) {
        String prefix = topic + '/';
        ActionKind kind =
                commandTopic.startsWith(prefix) ? ActionKind.ofWord(commandTopic.substring(prefix.length())) : null;
        if (kind == null) {
            return refused(Problem.notFound("the topic's last level must be an action such as ack"));
        }
        if (payload.length > ActionRequest.MAX_BYTES) {
            return refused(Problem.tooLarge(ActionRequest.MAX_BYTES));
        }
        OperatorAction action;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            action = ActionRequest.parse(kind, text);
        } catch (CharacterCodingException e) {
            return refused(Problem.badRequest("the payload must be UTF-8"));
        } catch (ActionRequest.BadRequest e) {
            return refused(Problem.badRequest(e.getMessage()));
        }
        if (!allowed.contains(action.by())) {
            return refused(Problem.of(Refusal.NOT_ALLOWED, "by: must be a name that commands.mqtt.allow has"));
        }
        return door.submit(action)
                .thenApply(reply -> reply)
                .orTimeout(answerSeconds, TimeUnit.SECONDS)
                .handle(this::answer);
    }

    private static CompletableFuture<Answer> refused(Problem problem) {
        return CompletableFuture.completedFuture(Answer.of(problem));
    }

    private Answer answer(ActionReply reply, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Answer.of(Problem.noAnswer(answerSeconds));
        }
        if (cause instanceof ActionDoor.ClosedException) {
            return Answer.of(Problem.stopping());
        }
        if (cause != null) {
            throw new CompletionException(cause);
        }
        return reply.isAccepted()
                ? new Answer(ActionAnswer.json(reply), "application/json")
                : Answer.of(Problem.of(reply.refusal()));
    }
}
