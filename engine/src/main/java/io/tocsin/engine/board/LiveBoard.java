package io.tocsin.engine.board;

import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The list of alarms for people: the board as the events behind the gate say, so nobody sees a state whose record is
 * not journalled. The output thread writes; any thread may read.
 */
public final class LiveBoard {
    private final Map<Long, AlarmRow> rows = new ConcurrentHashMap<>();
    private final AlarmBoardFlyweight board = new AlarmBoardFlyweight();
    private final ResultNames names;

    /**
     * Begins with the state of a recovered board, before the gateway is live.
     *
     * @param names of the numbers in events
     */
    public LiveBoard(Board recovered, ResultNames names) {
        this.names = names;
        rows.putAll(recovered.rows());
    }

    /** Takes an event that has passed the gate. Output thread. */
    public void onAlarm(AlarmEventFlyweight event) {
        if (!event.isOnBoard()) {
            return;
        }
        if (event.ruleId() == AlarmEventFlyweight.NO_RULE) {
            if (event.sensorId() >= 0) {
                rows.keySet().removeIf(key -> key.intValue() == event.sensorId()); // decommissioned
            }
            return;
        }
        long key = AlarmEntry.key(event.ruleId(), event.sensorId());
        if (event.sensorId() >= 0 && names.rule(event.ruleId()) instanceof MissingRule missing) {
            int index = missing.expected().indexOf(names.sensorName(event.sensorId()));
            if (index >= 0) {
                rows.remove(AlarmEntry.key(event.ruleId(), AlarmEventFlyweight.expected(index)));
            }
        }
        rows.put(key, AlarmRow.of(event, board.wrap(event), rows.get(key), names));
    }

    /** All rows, by alarm and sensor. Any thread. */
    public List<AlarmRow> rows() {
        List<AlarmRow> all = new ArrayList<>(rows.values());
        all.sort(Comparator.comparing(AlarmRow::alarm).thenComparing(AlarmRow::sensor));
        return all;
    }
}
