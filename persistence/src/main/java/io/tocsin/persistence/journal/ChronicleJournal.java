package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.disk.RoomGate;
import io.tocsin.persistence.journal.disk.RoomListener;
import io.tocsin.persistence.journal.format.BatchBuffer;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.RecordEncoder;
import io.tocsin.persistence.journal.format.RecordLayout;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalExtent;
import io.tocsin.persistence.journal.read.JournalIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;

/**
 * The journal on Chronicle Queue.
 *
 * <p>Each segment is a generation of its own, and no process start appends to what another one left; how it lies on
 * disk is drawn in {@link JournalDirectory}, a batch in {@code BatchLayout}, a record in {@link RecordLayout}.
 *
 * <pre>
 *   onReading … ─► BatchBuffer ─► commit ─► room reserved? ─► SegmentFile ─► journalled position
 *                                                               ▲                  │
 *                          full: takes the next ─► SegmentSupply┘                  │
 *                                                      ▲                           │
 *             JournalMaintenance: prepare, reserve, touch, force ◄─────────────────┘ ─► durable position
 * </pre>
 *
 * <p>Threads and errors as in {@link Journal}. After a failed append or sync every call throws. {@link #close()} drops
 * uncommitted records: they never were in the journal. Another thread than the journal thread may close too: a commit
 * that is under way ends first, or gives up when it waits for room; later ones throw.
 */
public final class ChronicleJournal implements Journal {
    private static final int EXCERPT_HEADER_LENGTH = 4;

    private final Forcer forcer;
    private final long firstPosition;
    private final int maxSensors;
    private final JournalSegments segments;
    private final JournalMaintenance maintenance;
    private final RoomGate room;

    private final RecordEncoder encoder = new RecordEncoder();
    private final BatchBuffer batch = new BatchBuffer();

    /** Held while the segment is used: to close it unmaps what an append of another thread would write to. */
    private final ReentrantLock segmentInUse = new ReentrantLock();

    private long nextPosition;
    private int recordCount = 0;
    private long timeNs = 0;
    private long batchTimeNs = 0;

    /** When the open batch got its first record, by {@link System#nanoTime}. */
    private long openedNs;

    private int chain;
    private volatile JournalException failure;
    private volatile boolean isClosed = false;

    private volatile long appendedBytes = 0;

    private ChronicleJournal(
            int maxSensors,
            JournalIndex existing,
            JournalSegments segments,
            JournalMaintenance maintenance,
            RoomGate room,
            Forcer forcer) {
        this.forcer = forcer;
        this.firstPosition = existing.endPosition();
        this.maxSensors = maxSensors;
        this.segments = segments;
        this.maintenance = maintenance;
        this.room = room;
        this.nextPosition = firstPosition;
        this.chain = existing.endChain();
    }

    /**
     * Opens the journal behind what is there: positions continue at {@code ChronicleJournalReader.endPosition()}. The
     * caller holds the {@link io.tocsin.persistence.journal.disk.DataDirectoryLock}. Forces what an earlier process may
     * have left unforced.
     *
     * @param config where and how
     * @param maxSensors sensor ids are below this
     * @param failStop told when a sync fails
     * @throws JournalException when the journal is damaged or cannot be written
     */
    public static ChronicleJournal open(JournalConfig config, int maxSensors, FailStop failStop) {
        return open(config, maxSensors, failStop, 0);
    }

    /**
     * As {@link #open(JournalConfig, int, FailStop)}; a journal that has no record yet begins at a position of the
     * caller's.
     *
     * @param startPosition where an empty journal begins: the position of the snapshot that the state was restored
     *     from. Says nothing when the journal has records; {@link #nextPosition()} tells where it continues
     */
    public static ChronicleJournal open(JournalConfig config, int maxSensors, FailStop failStop, long startPosition) {
        return open(config, maxSensors, failStop, startPosition, RoomListener.NONE, Forcer.DEVICE);
    }

    /**
     * As {@link #open(JournalConfig, int, FailStop, long)}.
     *
     * @param roomListener told when the device has no room, and given the chance to make some
     */
    public static ChronicleJournal open(
            JournalConfig config, int maxSensors, FailStop failStop, long startPosition, RoomListener roomListener) {
        return open(config, maxSensors, failStop, startPosition, roomListener, Forcer.DEVICE);
    }

    static ChronicleJournal open(
            JournalConfig config,
            int maxSensors,
            FailStop failStop,
            long startPosition,
            RoomListener roomListener,
            Forcer forcer) {
        if (startPosition < 0) {
            throw new IllegalArgumentException("a position is not negative, startPosition=" + startPosition);
        }
        if (maxSensors < 1 || maxSensors > NameDictionary.MAX_CAPACITY) {
            throw new IllegalArgumentException("maxSensors must be 1 to 2^28, maxSensors=" + maxSensors);
        }
        try {
            JournalIndex existing =
                    JournalIndex.build(config.dir(), tornTail -> {}).orBeginAt(startPosition);
            Files.createDirectories(config.dir());
            JournalFiles.forceLeftBehind(config.dir(), forcer);
            JournalExtent.createIfMissing(config.dir());
            JournalDirectory.deleteUnused(config.dir());
            forcer.forceDirectory(config.dir().toAbsolutePath().getParent());
            return openBehind(existing, config, maxSensors, failStop, forcer, roomListener);
        } catch (DamageException e) {
            throw e.toJournalException();
        } catch (IOException e) {
            throw new JournalException("cannot open the journal: " + FaultText.of(e) + ", dir=" + config.dir(), e);
        }
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        begin(position, receiveTimeNs);
        timeNs = receiveTimeNs;
        if (sensorId < 0 || sensorId >= maxSensors) {
            throw fail("sensor id out of range, sensorId=" + sensorId + ", maxSensors=" + maxSensors, null);
        }
        BatchBuffer b = batch;
        b.ensureRoom(RecordLayout.MAX_READING_LENGTH);
        b.length(encoder.putReading(
                b.buffer(), b.length(), sensorId, eventTimeNs, receiveTimeNs, value, quality, flags));
    }

    @Override
    public void onTick(long position, long clockNs) {
        begin(position, clockNs);
        timeNs = clockNs;
        batch.ensureRoom(RecordLayout.MAX_READING_LENGTH);
        batch.length(encoder.putTick(batch.buffer(), batch.length(), clockNs));
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        begin(position, timeNs);
        if (length < 0 || length > ControlKind.MAX_BODY_LENGTH) {
            throw fail("control record too long, length=" + length, null);
        }
        try {
            batch.ensureRoom(RecordLayout.MAX_CONTROL_HEAD_LENGTH + length);
        } catch (JournalException e) {
            throw fail(e.getMessage(), e);
        }
        batch.length(encoder.putControl(batch.buffer(), batch.length(), kind, buffer, offset, length));
        if (kind == ControlKind.CLOCK_STEP.code() && length == ClockStep.LENGTH) {
            // Records without a time of their own have the time of the clock at their place.
            timeNs = ClockStep.decode(buffer, offset, length).toNs();
        }
    }

    @Override
    public void commit() {
        segmentInUse.lock();
        try {
            checkAlive();
            if (recordCount > 0) {
                append();
            }
        } catch (JournalFullException e) {
            if (maintenance.failure() != null) {
                throw fail("a sync has failed: " + maintenance.failure(), maintenance.failure());
            }
            failure = e;
            throw e;
        } catch (JournalException e) {
            throw e;
        } catch (Throwable e) { // Chronicle: a full disk is an InternalError, and nothing after it can be trusted
            throw fail("append failed: " + FaultText.of(e), e);
        } finally {
            segmentInUse.unlock();
        }
    }

    @Override
    public long commitInNs() {
        return maintenance.commitInNs(openedNs);
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public long journalledPosition() {
        return maintenance.journalledPosition();
    }

    @Override
    public long durablePosition() {
        return maintenance.durablePosition();
    }

    @Override
    public void onDurable(Runnable action) {
        maintenance.onDurable(action);
    }

    @Override
    public long forcedPosition() {
        return maintenance.forcedPosition();
    }

    @Override
    public void requestSync() {
        maintenance.requestSync();
    }

    @Override
    public boolean isWaitingForRoom() {
        return room.isWaiting();
    }

    @Override
    public void stopWaiting() {
        room.stop();
    }

    @Override
    public long appendedBytes() {
        return appendedBytes;
    }

    @Override
    public long syncCount() {
        return maintenance.syncCount();
    }

    @Override
    public void close() {
        room.stop();
        boolean wasAlive;
        segmentInUse.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            wasAlive = maintenance.failure() == null;
        } finally {
            segmentInUse.unlock();
        }
        maintenance.close();
        segments.discardUnwritten();
        Throwable e = maintenance.failure();
        if (e == null) {
            markEnd();
        } else if (wasAlive) {
            throw new JournalException("last sync failed: " + FaultText.of(e), e);
        }
    }

    private void markEnd() {
        long endPosition = maintenance.journalledPosition();
        if (endPosition == firstPosition || (failure != null && !(failure instanceof JournalFullException))) {
            return;
        }
        try {
            EndMark.write(segments.generation(), endPosition, forcer);
        } catch (IOException e) {
            throw new JournalException("cannot mark the end of the journal: " + FaultText.of(e), e);
        }
    }

    private void append() throws IOException {
        boolean isFirst = segments.beginBatch();
        long batchPosition = nextPosition - recordCount;
        long unforced = batchPosition - maintenance.forcedPosition();
        int crc = batch.seal(recordCount, batchPosition, batchTimeNs, chain, unforced, isFirst);
        int length = batch.sealedLength();
        segments.append(batch.excerpt(), length, batchPosition);
        chain = crc;
        recordCount = 0;
        batch.clear();
        addAppendedBytes(length + EXCERPT_HEADER_LENGTH);
        maintenance.journalled(nextPosition, openedNs);
        if (segments.isFull()) {
            encoder.reset();
        }
    }

    /** One writer, many readers. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void addAppendedBytes(int byteCount) {
        appendedBytes += byteCount;
    }

    private void begin(long position, long recordTimeNs) {
        checkAlive();
        if (position != nextPosition || recordCount == MAX_BATCH_RECORDS) {
            throw fail(
                    "record does not follow, position=" + position + ", nextPosition=" + nextPosition + ", recordCount="
                            + recordCount,
                    null);
        }
        if (recordCount == 0) {
            batchTimeNs = recordTimeNs;
            openedNs = System.nanoTime();
        }
        recordCount++;
        nextPosition++;
    }

    private void checkAlive() {
        if (failure instanceof JournalFullException) {
            throw failure;
        }
        if (failure != null) {
            throw new JournalException("the journal has failed before: " + failure.getMessage(), failure);
        }
        Throwable e = maintenance.failure();
        if (e != null || isClosed) {
            throw fail(isClosed ? "the journal is closed" : "a sync has failed: " + FaultText.of(e), e);
        }
    }

    private JournalException fail(String message, Throwable cause) {
        failure = new JournalException(message, cause);
        return failure;
    }

    private static ChronicleJournal openBehind(
            JournalIndex existing,
            JournalConfig config,
            int maxSensors,
            FailStop failStop,
            Forcer forcer,
            RoomListener roomListener)
            throws IOException {
        DiskReserve reserve = new DiskReserve(config.dir(), config.keepFreeBytes());
        SegmentSupply supply = new SegmentSupply(config.dir(), config.segmentBytes(), reserve);
        SegmentFile segment = supply.create();
        try {
            segment.forceName(forcer);
            RoomGate room = new RoomGate(reserve, roomListener);
            JournalMaintenance maintenance =
                    new JournalMaintenance(config, existing.endPosition(), segment, supply, room, forcer, failStop);
            maintenance.start();
            reserve.running();
            JournalSegments segments = new JournalSegments(segment, config.segmentBytes(), supply, maintenance);
            return new ChronicleJournal(maxSensors, existing, segments, maintenance, room, forcer);
        } catch (IOException | RuntimeException | Error e) {
            segment.abandon();
            throw e;
        }
    }
}
