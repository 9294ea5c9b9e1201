package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.persistence.journal.disk.DataExtents;
import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.disk.NoRoomException;
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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final long segmentBytes;
    private final SegmentSupply supply;
    private final JournalMaintenance maintenance;
    private final RoomGate room;

    private final RecordEncoder encoder = new RecordEncoder();
    private final BatchBuffer batch = new BatchBuffer();

    /** Held while the segment is used: to close it unmaps what an append of another thread would write to. */
    private final ReentrantLock segmentInUse = new ReentrantLock();

    private SegmentFile segment;

    /** The previous, full segment until the current one has its first batch; or null. */
    private SegmentFile segmentBefore;

    private boolean isFirstOfSegment = true;
    private boolean isSegmentFull = false;
    private long nextPosition;
    private int recordCount = 0;
    private long timeNs = 0;
    private long batchTimeNs = 0;
    private int chain;
    private volatile JournalException failure;
    private volatile boolean isClosed = false;

    private volatile long appendedBytes = 0;

    private ChronicleJournal(
            JournalConfig config,
            int maxSensors,
            JournalIndex existing,
            SegmentSupply supply,
            SegmentFile segment,
            JournalMaintenance maintenance,
            RoomGate room,
            Forcer forcer) {
        this.forcer = forcer;
        this.firstPosition = existing.endPosition();
        this.maxSensors = maxSensors;
        this.segmentBytes = config.segmentBytes();
        this.supply = supply;
        this.segment = segment;
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
            forceExisting(config.dir(), forcer);
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

    /**
     * Makes an empty journal begin at the position of a saved state from which the gateway continues.
     *
     * @param dir the journal's directory, without a segment; created when missing
     * @param sinceNs epoch ns: savepoints made until then may lie behind the position
     * @throws JournalException when it cannot be written
     */
    public static void beginAt(Path dir, long position, long sinceNs) {
        try {
            Files.createDirectories(dir);
            JournalExtent.begin(dir, position, sinceNs);
            Forcer.DEVICE.forceDirectory(dir);
            Forcer.DEVICE.forceDirectory(dir.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new JournalException("cannot begin the journal: " + e + ", dir=" + dir, e);
        }
    }

    /**
     * Forces what is in a journal to the device, from any process: what is kept elsewhere and was made of it must not
     * be there before it.
     *
     * @param dir the journal's directory
     * @throws JournalException when it cannot be forced
     */
    public static void force(Path dir) {
        try {
            for (JournalDirectory.Segment segment : JournalDirectory.segments(dir)) {
                try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
                    Forcer.DEVICE.force(channel, segment.file());
                } catch (NoSuchFileException e) {
                    // retention was faster, so it had been forced
                }
            }
        } catch (IOException e) {
            throw new JournalException("cannot force the journal: " + e + ", dir=" + dir, e);
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
            timeNs = ClockStep.decode(buffer, offset).toNs();
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
        discardUnwritten();
        Throwable e = maintenance.failure();
        if (e == null) {
            markEnd();
        } else if (wasAlive) {
            throw new JournalException("last sync failed: " + FaultText.of(e), e);
        }
    }

    /**
     * A segment that was taken and waited for room until the end holds nothing, and maintenance knows nothing of it.
     */
    private void discardUnwritten() {
        if (segmentBefore != null) {
            try {
                segment.discard();
            } catch (IOException e) {
                throw new JournalException("cannot remove an empty segment: " + FaultText.of(e), e);
            }
            segment = segmentBefore;
        }
    }

    private void markEnd() {
        long endPosition = maintenance.journalledPosition();
        if (endPosition == firstPosition || (failure != null && !(failure instanceof JournalFullException))) {
            return;
        }
        try {
            EndMark.write(segment.generation(), endPosition, forcer);
        } catch (IOException e) {
            throw new JournalException("cannot mark the end of the journal: " + FaultText.of(e), e);
        }
    }

    private void append() throws IOException {
        if (isSegmentFull) {
            beginSegment();
        }
        boolean isFirst = isFirstOfSegment;
        long batchPosition = nextPosition - recordCount;
        long unforced = batchPosition - maintenance.forcedPosition();
        int crc = batch.seal(recordCount, batchPosition, batchTimeNs, chain, unforced, isFirst);
        int length = batch.length();
        reserveTo(segment.writeOffset() + length + SegmentFile.MARGIN_BYTES);
        segment.append(batch.excerpt());
        if (isFirst) {
            begun(batchPosition);
        }
        chain = crc;
        recordCount = 0;
        batch.clear();
        addAppendedBytes(length + EXCERPT_HEADER_LENGTH);
        maintenance.journalled(nextPosition);
        if (segment.writeOffset() >= segmentBytes) {
            isSegmentFull = true;
            isFirstOfSegment = true;
            encoder.reset();
        }
    }

    private void reserveTo(long to) throws IOException {
        try {
            segment.reserveTo(to);
        } catch (NoRoomException e) {
            SegmentFile waiting = segment;
            maintenance.awaitRoom(() -> {
                waiting.reserveTo(to);
                return waiting;
            });
        }
    }

    /** From here on maintenance knows of the segment, and so the one before is full. */
    private void begun(long segmentPosition) {
        isFirstOfSegment = false;
        segment.firstPosition(segmentPosition);
        if (segmentBefore != null) {
            segmentBefore.next(segment);
            segmentBefore = null;
        }
    }

    private void beginSegment() throws IOException {
        SegmentFile full = segment;
        SegmentFile taken;
        try {
            taken = supply.takeAfter(full);
        } catch (NoRoomException e) {
            taken = maintenance.awaitRoom(() -> supply.takeAfter(full));
        }
        segmentBefore = full;
        segment = taken;
        isSegmentFull = false;
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
            return new ChronicleJournal(config, maxSensors, existing, supply, segment, maintenance, room, forcer);
        } catch (IOException | RuntimeException | Error e) {
            segment.abandon();
            throw e;
        }
    }

    /**
     * A process that was killed leaves records with the operating system that nobody has forced, and room reserved
     * behind them, which is given back.
     */
    private static void forceExisting(Path dir, Forcer forcer) throws IOException {
        for (JournalDirectory.Segment old : JournalDirectory.segments(dir)) {
            try (FileChannel channel =
                    FileChannel.open(old.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                forcer.force(channel, old.file());
                long end = DataExtents.end(old.file());
                if (end < channel.size()) {
                    channel.truncate(end);
                }
            }
        }
        for (Path generation : JournalDirectory.generations(dir)) {
            forcer.forceDirectory(generation);
        }
    }
}
