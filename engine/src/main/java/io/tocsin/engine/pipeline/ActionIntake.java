package io.tocsin.engine.pipeline;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.board.LiveBoard;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The intake of operator actions, and the way of their answers: an action is a record of the input ring, its answer the
 * event at the record's position, once that has passed the gate and is in the alarm log.
 *
 * <p>Any thread submits; the output thread answers.
 */
final class ActionIntake implements ActionDoor, ResultHandler {
    private final InputRing ring;
    private final GatewayClock clock;
    private final LiveBoard list;
    private final ResultHandler next;
    private final AlarmBoardFlyweight board = new AlarmBoardFlyweight();
    private final Map<Long, CompletableFuture<ActionReply>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param list receives the events behind the gate
     * @param next receives events and rows first: the alarm log
     */
    ActionIntake(InputRing ring, GatewayClock clock, LiveBoard list, ResultHandler next) {
        this.ring = ring;
        this.clock = clock;
        this.list = list;
        this.next = next;
    }

    @Override
    public CompletableFuture<ActionReply> submit(OperatorAction action) {
        byte[] body = action.encode();
        CompletableFuture<ActionReply> reply = new CompletableFuture<>();
        long sequence = closed ? Intake.CLOSED : ring.claim(1);
        if (sequence == Intake.CLOSED) {
            reply.completeExceptionally(new ClosedException());
            return reply;
        }
        long position = ring.positionOf(sequence);
        waiting.put(position, reply);
        ring.slot(sequence).setControl(ControlKind.ACTION, body, clock.elapsedNs());
        ring.publish(sequence, sequence);
        if (closed) {
            close(); // the answer may never come
        }
        return reply;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        next.onAlarm(event);
        list.onAlarm(event);
        if (event.isOnBoard() && board.wrap(event).actionLength() > 0) {
            CompletableFuture<ActionReply> reply = waiting.remove(event.position());
            if (reply != null) {
                reply.complete(reply(event));
            }
        }
    }

    private ActionReply reply(AlarmEventFlyweight event) {
        OperatorAction action = OperatorAction.decode(board.buffer(), board.actionOffset(), board.actionLength());
        int refusal = board.refusalCode();
        AlarmState state = event.ruleId() == AlarmEventFlyweight.NO_RULE ? null : board.state();
        return new ActionReply(
                event.position(),
                action.actionId(),
                refusal == AlarmBoardFlyweight.NO_REFUSAL ? null : Refusal.ofCode(refusal),
                state,
                board.untilNs());
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        next.onRow(row);
    }

    /** Tells all that wait that no answer will come. After the output has ended. */
    void close() {
        closed = true;
        for (Long position : List.copyOf(waiting.keySet())) {
            CompletableFuture<ActionReply> reply = waiting.remove(position);
            if (reply != null) {
                reply.completeExceptionally(new ClosedException());
            }
        }
    }
}
