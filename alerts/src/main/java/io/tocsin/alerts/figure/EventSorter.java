package io.tocsin.alerts.figure;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Sorts events by time. The log has them in the order of decision, and a late sensor's events have earlier times.
 * Beyond a bound, sorted runs wait in temporary files, so memory grows only with the names.
 *
 * <p>One thread. {@link #close} deletes the files.
 */
public final class EventSorter implements AutoCloseable {
    private static final int RUN_EVENTS = 50_000;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int RECORD_BYTES = 2 * Long.BYTES + 3 + 4 * Integer.BYTES;

    private final int runEvents;
    private final List<FigureEvent> run = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    /** A sorter with the usual bound. */
    public EventSorter() {
        this(RUN_EVENTS);
    }

    /**
     * @param runEvents most events in memory
     */
    EventSorter(int runEvents) {
        this.runEvents = runEvents;
    }

    /** Takes an event. */
    public void add(FigureEvent event) throws IOException {
        run.add(event);
        if (run.size() == runEvents) {
            spill();
        }
    }

    private void spill() throws IOException {
        run.sort(FigureEvent.IN_TIME);
        Path file = Files.createTempFile("tocsin-figures", ".tmp");
        files.add(file);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            for (FigureEvent event : run) {
                out.writeLong(event.timeNs());
                out.writeLong(event.ordinal());
                out.writeByte(event.kind().ordinal());
                out.writeInt(id(event.alarm()));
                out.writeInt(id(event.sensor()));
                out.writeInt(id(event.priority()));
                out.writeBoolean(event.rings());
                out.writeBoolean(event.waits());
                out.writeInt(id(event.by()));
            }
        }
        run.clear();
    }

    private int id(String name) {
        return ids.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    /** Number of temporary files. */
    int fileCount() {
        return files.size();
    }

    /** Passes all events on, in order; no further event may be added. */
    public void forEach(Consumer<FigureEvent> action) throws IOException {
        if (files.isEmpty()) {
            run.sort(FigureEvent.IN_TIME);
            run.forEach(action);
            return;
        }
        if (!run.isEmpty()) {
            spill();
        }
        PriorityQueue<Run> runs =
                new PriorityQueue<>(Comparator.comparing((Run each) -> each.next, FigureEvent.IN_TIME));
        try {
            for (Path file : files) {
                runs.add(new Run(file));
            }
            while (!runs.isEmpty()) {
                Run first = runs.remove();
                action.accept(first.next);
                if (first.advance()) {
                    runs.add(first);
                }
            }
        } finally {
            for (Run left : runs) {
                left.in.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** A file of sorted events and its next one. */
    private final class Run {
        private final DataInputStream in;
        private long left;
        private FigureEvent next;

        /** A run has events. */
        private Run(Path file) throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            left = channel.size();
            in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
            advance();
        }

        private boolean advance() throws IOException {
            if (left == 0) {
                in.close();
                return false;
            }
            next = new FigureEvent(
                    in.readLong(),
                    in.readLong(),
                    FigureEvent.Kind.ofCode(in.readByte()),
                    names.get(in.readInt()),
                    names.get(in.readInt()),
                    names.get(in.readInt()),
                    in.readBoolean(),
                    in.readBoolean(),
                    names.get(in.readInt()));
            left -= RECORD_BYTES;
            return true;
        }
    }
}
