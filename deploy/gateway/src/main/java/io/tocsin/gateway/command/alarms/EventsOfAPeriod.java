package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.figure.EventSorter;
import io.tocsin.alerts.figure.FigureEvent;
import io.tocsin.alerts.log.LoggedEvents;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.gateway.command.ReplayProgress;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The alarm events that a report needs: of the alarm log, or of a replay of the journal with the rules of the
 * configuration. One thread. A failure to sort is an {@link IOException} or an {@link UncheckedIOException}.
 */
final class EventsOfAPeriod implements ResultHandler {
    private final EventSorter sorter;
    private ResultFormatter formatter;

    private EventsOfAPeriod(EventSorter sorter) {
        this.sorter = sorter;
    }

    /** Reads the alarm log, also that of a running gateway. */
    static void ofLog(GatewayConfig gateway, EventSorter sorter, Consumer<String> note) {
        LoggedEvents.read(DataDirectory.alarms(gateway.dataDir()), (ordinal, json) -> add(sorter, ordinal, json), note);
    }

    /**
     * Replays a journal, also that of a running gateway.
     *
     * @param dir of the journal
     */
    static void ofJournal(GatewayConfig gateway, Path dir, EventSorter sorter, PrintWriter err) {
        EventsOfAPeriod events = new EventsOfAPeriod(sorter);
        Consumer<String> note = line -> err.println("note: " + line);
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                dir, Dictionaries.MAX_SENSORS, tornTail -> note.accept(tornTail.toString()))) {
            Replay replay = new Replay(gateway.plan(), gateway.functions(), Replay.Range.ALL, events);
            if (gateway.idleAfter().isDefault()) {
                replay.withDefaultIdleAfter();
            }
            events.formatter = ResultFormatter.replay(gateway.name(), replay.names());
            replay.every(ReplayProgress.RECORD_COUNT, ReplayProgress.to(err, reader.endPosition()));
            replay.run(reader, new SnapshotFiles(dir.resolveSibling("snapshots"), 1, err::println, () -> 0));
            if (replay.beganAt() > 0) {
                note.accept("retention has deleted the journal's beginning; replayed from the snapshot at position "
                        + replay.beganAt());
            }
        }
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        try {
            add(sorter, event.ordinal(), formatter.format(event).json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows are no alarms. */
    @Override
    public void onRow(StreamRowFlyweight row) {}

    private static void add(EventSorter sorter, long ordinal, String json) throws IOException {
        FigureEvent event = FigureEvent.parse(json, ordinal);
        if (event != null) {
            sorter.add(event);
        }
    }
}
