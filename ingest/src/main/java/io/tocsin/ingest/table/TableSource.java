package io.tocsin.ingest.table;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.TextWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cells of a table as readings: limits, set-points, conversion factors by asset. A cell {@code press1/hi} is the
 * sensor {@code name/press1/hi}; it gives a reading when the table is first read and whenever its value has changed. A
 * cell that is no more gives a BAD one, those that went while the gateway was stopped too. So a table comes through the
 * journal like everything else, and a replay sees each value at its place.
 *
 * <p>The table is read before {@link #start()} returns; start it before the sources that need it. A restart gives all
 * cells again. A table that cannot be read later on is told of once, and what was read before holds.
 *
 * <p>A cell that a rule cannot compute with ({@link TableFaults}) gives no reading: the number before holds, from the
 * journal at a start. It is told, and counted until it is mended. Without a number before, the start is refused.
 *
 * <p>It never ends and keeps nobody waiting for its end.
 */
public final class TableSource implements Source {

    /**
     * Another one means another content. The key tells a file that was replaced within a tick of the file system's
     * clock.
     */
    private record FileMark(FileTime time, long size, Object key) {
        static FileMark of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileMark(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    private final TableSourceConfig config;
    private final SourceContext context;
    private final TableReader reader;
    private final TableLookups lookups;
    private final TableFaults faults;
    private final TableNews news;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final TextWatch texts;
    private SortedMap<String, TableCell> cells = new TreeMap<>();
    /** The file as it was last read; null before. */
    private FileMark read;

    private String complaint = "";

    /**
     * @param lookups how the gateway uses the cells
     */
    public TableSource(TableSourceConfig config, TableReader reader, SourceContext context, TableLookups lookups) {
        this.config = config;
        this.context = context;
        this.reader = reader;
        this.lookups = lookups;
        this.faults = new TableFaults(config, lookups.readsNumbersOf());
        this.news = new TableNews(config, context.counters(), context.log());
        this.thread = new SourceThread(config.name(), context.failStop());
        this.batch = new ReadingBatch(context.intake(), context.counters());
        this.texts = new TextWatch(config.name(), context);
        for (String name : context.intake().ownSensors()) {
            if (name.startsWith(config.name() + '/')) {
                cells.put(name.substring(config.name().length() + 1), TableCell.NOTHING);
            }
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return false;
    }

    @Override
    public void start() {
        try {
            lookAgain();
        } catch (IOException e) {
            throw new TableException(List.of(TableFaults.line(config, e)));
        }
        thread.start(this::watch);
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean awaitEnd(long timeoutMs) {
        return true;
    }

    private void watch() {
        while (!thread.isStopping()) {
            thread.waitUntil(System::nanoTime, System.nanoTime() + config.reloadNs());
            if (thread.isStopping()) {
                return;
            }
            try {
                lookAgain();
                complaint = "";
            } catch (IOException e) {
                complain(TableFaults.line(config, e));
            }
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LineLog.warn(context.log(), "source " + config.name() + ": " + reason + "; what was read before holds");
        }
    }

    /** Reads the table if it is another one than before, and gives what has changed. */
    private void lookAgain() throws IOException {
        FileMark mark = FileMark.of(config.path());
        if (mark.equals(read)) {
            return;
        }
        if (mark.size > TableReader.MAX_BYTES) {
            throw new IOException("longer than " + TableReader.MAX_BYTES + " bytes");
        }
        boolean isFirst = read == null;
        TableContent content = reader.read();
        SortedMap<String, TableCell> now = content.cells();
        holdFaulty(now, faults.of(content), isFirst);
        news.onEmpty(faults.limitless(content, TableNews.maxEmpty()));
        int changed = 0;
        int gone = 0;
        for (Map.Entry<String, TableCell> cell : now.entrySet()) {
            if (!cell.getValue().equals(cells.get(cell.getKey()))) {
                changed += give(cell.getKey(), cell.getValue(), Quality.GOOD);
            }
        }
        for (String cell : cells.keySet()) {
            if (!now.containsKey(cell)) {
                gone += give(cell, TableCell.NOTHING, Quality.BAD);
            }
        }
        batch.flush();
        cells = now;
        read = mark;
        context.log()
                .accept("source " + config.name() + ": " + config.path() + " read, cells " + now.size()
                        + (isFirst ? "" : ", changed " + changed) + (gone == 0 ? "" : ", gone " + gone));
    }

    /**
     * Puts the number from before in the place of a cell that is faulty; one without is left out, or refused at the
     * start.
     */
    private void holdFaulty(SortedMap<String, TableCell> now, SortedMap<String, String> faulty, boolean isFirst) {
        List<String> refused = new ArrayList<>();
        SortedMap<String, TableCell> held = new TreeMap<>();
        for (Map.Entry<String, String> fault : faulty.entrySet()) {
            TableCell before = isFirst ? journalled(fault.getKey()) : cells.get(fault.getKey());
            if (before != null && !before.equals(TableCell.NOTHING)) {
                held.put(fault.getKey(), before);
                now.put(fault.getKey(), before);
            } else {
                refused.add(fault.getValue());
                now.remove(fault.getKey());
            }
        }
        if (isFirst && !refused.isEmpty()) {
            throw new TableException(refused);
        }
        news.onFaults(faulty, held);
    }

    /** The number that a cell had last; null when it had none. */
    private TableCell journalled(String cell) {
        byte[] name = sensorName(cell);
        int sensorId = context.intake().sensorId(name, 0, name.length);
        double number = sensorId < 0 ? Double.NaN : lookups.journalled().applyAsDouble(sensorId);
        return Double.isNaN(number) ? null : TableCell.of(number);
    }

    /** Gives a cell's reading; how many that were. */
    private int give(String cell, TableCell content, Quality quality) {
        byte[] name = sensorName(cell);
        Intake intake = context.intake();
        if (content.text() != null && !intake.readsTexts(name, 0, name.length)) {
            return 0; // a comment
        }
        int sensorId = thread.untilRoom(() -> intake.defineSensor(name, 0, name.length));
        SensorRefusal refusal = SensorRefusal.of(sensorId);
        if (refusal != null) {
            context.counters().increment(Counter.RECEIVED);
            context.counters().increment(refusal.reason());
            return 0;
        }
        if (sensorId < 0) {
            return 0; // the gateway is stopping
        }
        double value = content.number();
        if (content.text() != null) {
            int textId = textId(content.text());
            if (textId < 0) {
                return 0; // the gateway is stopping
            }
            value = TextValue.of(textId);
            if (textId == TextValue.OTHER_ID) {
                byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
                texts.onOther(sensorId, text, 0, text.length);
            }
        }
        long nowNs = intake.clockNs();
        batch.add(sensorId, nowNs, nowNs, value, quality.code(), ReadingFlags.NO_EVENT_TIME);
        if (batch.isFull()) {
            batch.flush();
        }
        return 1;
    }

    /** The text's id, or a negative number when the gateway is stopping: the reader has checked what it is. */
    private int textId(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return thread.untilRoom(() -> context.intake().cellTextId(bytes, 0, bytes.length));
    }

    private byte[] sensorName(String cell) {
        return (config.name() + '/' + cell).getBytes(StandardCharsets.UTF_8);
    }
}
