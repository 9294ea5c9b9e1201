package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ShelfKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The members of an event's JSON object that come from the alarm board. */
final class BoardFields {
    /**
     * First name in the sinks of an event that does not ring: no sink has it. The sinks that the event would go to
     * follow, each behind a slash.
     */
    static final String SILENT = "/silent";

    private static final Level[] LEVELS = Level.values();

    private final AlarmBoardFlyweight board;
    /** Null when the event answers no action. */
    private final OperatorAction action;

    private BoardFields(AlarmBoardFlyweight board, OperatorAction action) {
        this.board = board;
        this.action = action;
    }

    /** The fields of an event; valid as long as the event. */
    static BoardFields of(AlarmEventFlyweight event) {
        AlarmBoardFlyweight board = new AlarmBoardFlyweight().wrap(event);
        int length = board.actionLength();
        return new BoardFields(
                board, length == 0 ? null : OperatorAction.decode(board.buffer(), board.actionOffset(), length));
    }

    String alarm() {
        return action.alarm();
    }

    String sensor() {
        return action.sensor();
    }

    String why() {
        return PlainText.wellFormed(action.why());
    }

    String actionId() {
        return action == null ? "" : action.actionId();
    }

    int number() {
        return board.number();
    }

    String state() {
        return board.state().name();
    }

    boolean isAnnunciated() {
        return board.isAnnunciated();
    }

    boolean isRefusal() {
        return board.refusalCode() != AlarmBoardFlyweight.NO_REFUSAL;
    }

    String refusalWords() {
        return Refusal.ofCode(board.refusalCode()).words();
    }

    /** Names of the sinks of the event. */
    List<String> route(List<String> sinks) {
        if (board.isAnnunciated()) {
            return sinks;
        }
        List<String> silent = new ArrayList<>(List.of(SILENT));
        sinks.forEach(sink -> silent.add('/' + sink));
        return silent;
    }

    void writeTo(JsonGenerator json, AlarmEventKind kind) throws IOException {
        if (board.isFirstInGroup()) {
            json.writeBooleanField("firstInGroup", true);
        }
        if (board.acknowledgedLevelCode() != AlarmEventFlyweight.NO_LEVEL) {
            json.writeStringField("acknowledgedLevel", LEVELS[board.acknowledgedLevelCode()].name());
        }
        if (board.unackedBefore() > 0) {
            json.writeNumberField("unackedBefore", board.unackedBefore());
        }
        if (board.revision() > 0) {
            json.writeNumberField("revision", board.revision());
        }
        writeSilence(json, kind);
        if (board.number() > 0) {
            json.writeNumberField("number", board.number());
        }
        if (board.cause() != EventCause.NONE) {
            json.writeStringField("by", board.cause().word());
        }
        if (action != null) {
            writeAction(json);
        }
    }

    private void writeSilence(JsonGenerator json, AlarmEventKind kind) throws IOException {
        if (board.shelf() != ShelfKind.NONE) {
            String name = kind == AlarmEventKind.SHELVED ? "kind" : "shelved";
            json.writeStringField(name, board.shelf().word());
            json.writeStringField("until", EventTimes.iso(board.untilNs()));
        }
        if (board.isSuppressed() || board.isSuppressedByDesign()) {
            json.writeBooleanField("suppressed", true);
        }
        if (board.isOutOfService()) {
            json.writeBooleanField("outOfService", true);
        }
    }

    private void writeAction(JsonGenerator json) throws IOException {
        json.writeStringField("action", action.kind().word());
        json.writeStringField("actionId", action.actionId());
        if (isRefusal()) {
            json.writeStringField("reason", Refusal.ofCode(board.refusalCode()).name());
        }
        if (!action.by().isEmpty()) {
            json.writeStringField("who", PlainText.wellFormed(action.by()));
        }
        if (!action.why().isEmpty()) {
            json.writeStringField("why", why());
        }
    }
}
