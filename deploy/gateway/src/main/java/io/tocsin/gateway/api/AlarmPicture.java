package io.tocsin.gateway.api;

import io.tocsin.alerts.current.CurrentAlarm;
import io.tocsin.alerts.current.CurrentAlarms;
import io.tocsin.alerts.log.LoggedEvents;
import java.nio.file.Path;
import java.util.List;

/**
 * The current alarms of a running gateway, read from its alarm log as requests come: the first one reads the whole log,
 * later ones what was added. Any thread; one at a time reads.
 */
public final class AlarmPicture {
    private final Path directory;
    private final CurrentAlarms alarms = new CurrentAlarms();
    private long nextSequence;

    /**
     * @param directory of the alarm log
     */
    public AlarmPicture(Path directory) {
        this.directory = directory;
    }

    /** The alarms as the log has them now, most urgent first. */
    public synchronized List<CurrentAlarm> now() {
        nextSequence =
                LoggedEvents.read(directory, nextSequence, (ordinal, json) -> alarms.onEvent(json), damage -> {});
        return alarms.list();
    }
}
