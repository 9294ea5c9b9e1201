package io.tocsin.engine.fold;

import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.GatewayRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The gaps recorded in the journal and their alarms. The GAP record raises an alarm that is never cleared, because the
 * lost readings do not come back. Each gap has its own rule with its own message; all these rules share one name.
 *
 * <p>The engine thread writes; any thread that received an event from it may read.
 */
final class JournalGaps {
    /** Rule id of the first gap; later gaps count down. Rules of plans have ids from 0 up. */
    private static final int FIRST_RULE_ID = -1;

    private static final String RULE_NAME = "journal-damaged";
    private static final String SUBJECT = "journal";

    private volatile List<JournalGap> gaps = List.of();

    /** Whether a rule belongs to a gap. */
    static boolean isRule(int ruleId) {
        return ruleId <= FIRST_RULE_ID;
    }

    /** The rule of a gap. */
    AlarmRule rule(int ruleId) {
        JournalGap gap = gaps.get(FIRST_RULE_ID - ruleId);
        return new GatewayRule(
                RULE_NAME,
                SUBJECT,
                "the journal was damaged and readings are lost to the alarms: " + gap.describe()
                        + "; alarms continue from the state at position " + gap.fromPosition());
    }

    /** All gaps, oldest first. */
    List<JournalGap> list() {
        return gaps;
    }

    /** Adds a gap and raises its alarm. The current record must be the gap's. */
    void take(JournalGap gap, EventEmitter emitter) {
        List<JournalGap> more = new ArrayList<>(gaps);
        more.add(gap);
        gaps = List.copyOf(more);
        int occurrence = more.size();
        emitter.emitOwn(
                AlarmEventKind.RAISED,
                FIRST_RULE_ID - (occurrence - 1),
                AlarmEventFlyweight.GROUP,
                gap.atNs(),
                occurrence);
    }

    void writeTo(StateOutput out) {
        out.putInt(gaps.size());
        for (JournalGap gap : gaps) {
            byte[] body = new byte[gap.encodedLength()];
            gap.encode(new UnsafeBuffer(body), 0);
            out.putBytes(body);
        }
    }

    void readFrom(StateInput in) {
        List<JournalGap> read = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            UnsafeBuffer body = new UnsafeBuffer(in.getBytes());
            read.add(JournalGap.decode(body, 0, body.capacity()));
        }
        gaps = List.copyOf(read);
    }
}
