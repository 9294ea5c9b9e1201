package io.tocsin.ingest.table;

import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.TextWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cells of a table as readings: limits, set-points, conversion factors by asset. A cell {@code press1/hi} is the sensor
 * {@code name/press1/hi}; it gives a reading when the table is first read and whenever its value has changed. A cell that is
 * no more gives a BAD one, those that went while the gateway was stopped too. So a table comes through the journal
 * like everything else, and a replay sees each value at its place.
 *
 * <p>The table is read before {@link #start()} returns; start it before the sources that need it. A restart gives all cells
 * again. A table that cannot be read later on is told of once, and what was read before holds.
 *
 * <p>It never ends and keeps nobody waiting for its end.
 */
public final class TableSource implements Source {

    private final TableSourceConfig config;
    private final SourceContext context;
    private final TableReader reader;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final TextWatch texts;
    private SortedMap<String, TableCell> cells = new TreeMap<>();
    private FileTime readTime;
    private long readSize;
    private String complaint = "";

    public TableSource(TableSourceConfig config, TableReader reader, SourceContext context) {
        this.config = config;
        this.context = context;
        this.reader = reader;
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
            throw new SourceException(
                    "source " + config.name() + ": cannot read " + config.path() + ": " + reason(e), e);
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
                complain(reason(e));
            }
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LineLog.warn(
                    context.log(),
                    "source " + config.name() + ": what was read before holds, for " + config.path()
                            + " cannot be read: " + reason);
        }
    }

    /** Reads the table if it is another one than before, and gives what has changed. */
    private void lookAgain() throws IOException {
        FileTime time = Files.getLastModifiedTime(config.path());
        long size = Files.size(config.path());
        if (time.equals(readTime) && size == readSize) {
            return;
        }
        if (size > TableReader.MAX_BYTES) {
            throw new IOException("longer than " + TableReader.MAX_BYTES + " bytes");
        }
        SortedMap<String, TableCell> now = reader.read(this::mayBeText);
        boolean isFirst = readTime == null;
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
        readTime = time;
        readSize = size;
        context.log()
                .accept("source " + config.name() + ": " + config.path() + " read, cells " + now.size()
                        + (isFirst ? "" : ", changed " + changed) + (gone == 0 ? "" : ", gone " + gone));
    }

    /** Gives a cell's reading; how many that were. */
    private int give(String cell, TableCell content, Quality quality) {
        byte[] name = sensorName(cell);
        Intake intake = context.intake();
        int sensorId = thread.untilRoom(() -> intake.defineSensor(name, 0, name.length));
        if (sensorId == Intake.SENSOR_LIMIT || sensorId == Intake.BAD_NAME) {
            context.counters().increment(Counter.RECEIVED);
            context.counters()
                    .increment(sensorId == Intake.BAD_NAME ? Counter.DROPPED_BAD_NAME : Counter.DROPPED_SENSOR_LIMIT);
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

    private boolean mayBeText(String cell) {
        byte[] name = sensorName(cell);
        return context.intake().readsTexts(name, 0, name.length);
    }

    private byte[] sensorName(String cell) {
        return (config.name() + '/' + cell).getBytes(StandardCharsets.UTF_8);
    }

    private static String reason(IOException e) {
        return FaultText.of(e);
    }
}
