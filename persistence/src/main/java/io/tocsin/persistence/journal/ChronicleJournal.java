package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.pipeline.FailStop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;

/**
 * The journal on Chronicle Queue.
 *
 * <p>Each process start writes a generation of its own and never appends to what another one left; how it lies on disk
 * is drawn in {@link JournalDirectory}, a batch in {@link BatchLayout}, a record in {@link RecordLayout}.
 *
 * <pre>
 *   onReading … ─► BatchBuffer ─► commit ─► room reserved? ─► SegmentQueue ─► journalled position
 *                                                                                  │
 *                                    JournalMaintenance: reserve, touch, force ◄───┘ ─► durable position
 * </pre>
 *
 * <p>Threads and errors as in {@link Journal}. After a failed append or sync every call throws. What was added and not
 * committed is dropped by {@link #close()}: it never was in the journal. Another thread than the journal thread may close
 * too: a commit that is under way ends first, or gives up when it waits for room; later ones throw.
 */
public final class ChronicleJournal implements Journal {
    private static final int MAX_SENSORS_LIMIT = 1 << 28;
    private static final int EXCERPT_HEADER_LENGTH = 4;

    /** What a generation takes before its first record: Chronicle's metadata and the beginning of a segment. */
    private static final long START_BYTES = SegmentFile.RESERVE_STEP_BYTES + (512 << 10);

    private final Forcer forcer;
    private final long firstPosition;
    private final int maxSensors;
    private final long segmentBytes;
    private final SegmentQueue queue;
    private final SegmentSupply supply;
    private final JournalMaintenance maintenance;
    private final RoomGate room;

    private final RecordEncoder encoder = new RecordEncoder();
    private final BatchBuffer batch = new BatchBuffer();

    /** Held while the queue is used: to close it unmaps what an append of another thread would write to. */
    private final ReentrantLock queueInUse = new ReentrantLock();

    private SegmentFile segment;
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
            SegmentQueue queue,
            SegmentSupply supply,
            SegmentFile segment,
            JournalMaintenance maintenance,
            RoomGate room,
            Forcer forcer) {
        this.forcer = forcer;
        this.firstPosition = existing.endPosition();
        this.maxSensors = maxSensors;
        this.segmentBytes = config.segmentBytes();
        this.queue = queue;
        this.supply = supply;
        this.segment = segment;
        this.maintenance = maintenance;
        this.room = room;
        this.nextPosition = firstPosition;
        this.chain = existing.endChain();
    }

    /**
     * Opens the journal behind what is there: positions go on at {@link ChronicleJournalReader#endPosition()}. The
     * caller holds the {@link DataDirectoryLock}. Forces what an earlier process may have left unforced.
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
     * @param startPosition where an empty journal begins: the position of the snapshot that the state was restored from.
     *     Says nothing when the journal has records; {@link #nextPosition()} tells where it goes on
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
        if (maxSensors < 1 || maxSensors > MAX_SENSORS_LIMIT) {
            throw new IllegalArgumentException("maxSensors must be 1 to 2^28, maxSensors=" + maxSensors);
        }
        try {
            JournalIndex existing =
                    JournalIndex.build(config.dir(), tornTail -> {}).orBeginAt(startPosition);
            forceExisting(config.dir(), forcer);
            JournalDirectory.deleteUnused(config.dir());
            Path generation = JournalDirectory.createGeneration(config.dir());
            forcer.forceDirectory(config.dir());
            forcer.forceDirectory(config.dir().toAbsolutePath().getParent());
            return openGeneration(config, maxSensors, failStop, forcer, existing, generation, roomListener);
        } catch (DamageException e) {
            throw e.toJournalException();
        } catch (IOException e) {
            throw new JournalException("cannot open the journal: " + e + ", dir=" + config.dir(), e);
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
    }

    @Override
    public void commit() {
        queueInUse.lock();
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
            throw fail("append failed: " + e, e);
        } finally {
            queueInUse.unlock();
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
        queueInUse.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            wasAlive = maintenance.failure() == null;
            queue.close();
        } finally {
            queueInUse.unlock();
        }
        if (segmentBefore != null) {
            maintenanceOwns(segment); // prepared, never written
        }
        maintenance.close();
        Throwable e = maintenance.failure();
        if (e == null) {
            markEnd();
        } else if (wasAlive) {
            throw new JournalException("last sync failed: " + e, e);
        }
    }

    private void markEnd() {
        long endPosition = maintenance.journalledPosition();
        if (endPosition == firstPosition || (failure != null && !(failure instanceof JournalFullException))) {
            return;
        }
        try {
            EndMark.write(segment.file().getParent(), endPosition, forcer);
        } catch (IOException e) {
            throw new JournalException("cannot mark the end of the journal: " + e, e);
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
        queue.append(batch.excerpt());
        segment.writeOffset(queue.writeOffset());
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

    private void begun(long segmentPosition) throws IOException {
        if (!queue.file().toAbsolutePath().equals(segment.file().toAbsolutePath())) {
            throw new IOException("Chronicle wrote to another file than reserved, file=" + queue.file());
        }
        isFirstOfSegment = false;
        segment.firstPosition(segmentPosition);
        maintenanceOwns(segment);
    }

    private void maintenanceOwns(SegmentFile begun) {
        if (segmentBefore != null) {
            segmentBefore.next(begun);
            segmentBefore = null;
        }
    }

    private void beginSegment() throws IOException {
        int next = queue.segmentIndex() + 1;
        SegmentFile taken;
        try {
            taken = supply.take(next);
        } catch (NoRoomException e) {
            taken = maintenance.awaitRoom(() -> supply.take(next));
        }
        queue.roll();
        segmentBefore = segment;
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
            throw fail(isClosed ? "the journal is closed" : "a sync has failed: " + e, e);
        }
    }

    private JournalException fail(String message, Throwable cause) {
        failure = new JournalException(message, cause);
        return failure;
    }

    private static ChronicleJournal openGeneration(
            JournalConfig config,
            int maxSensors,
            FailStop failStop,
            Forcer forcer,
            JournalIndex existing,
            Path generation,
            RoomListener roomListener)
            throws IOException {
        DiskReserve reserve = new DiskReserve(config.dir(), config.keepFreeBytes());
        reserve.require(START_BYTES);
        EndMark.reserve(generation);
        SegmentQueue queue = new SegmentQueue(generation, config.segmentBytes());
        try {
            reserveMetadata(generation, reserve);
            SegmentSupply supply = new SegmentSupply(new SegmentNames(generation, SegmentQueue.ROLL_CYCLE), reserve);
            SegmentFile segment = supply.take(queue.segmentIndex());
            RoomGate room = new RoomGate(reserve, roomListener);
            JournalMaintenance maintenance =
                    new JournalMaintenance(config, existing.endPosition(), segment, supply, room, forcer, failStop);
            maintenance.start();
            reserve.running();
            return new ChronicleJournal(
                    config, maxSensors, existing, queue, supply, segment, maintenance, room, forcer);
        } catch (IOException | RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /** Chronicle writes to its own small file through a mapping too. */
    private static void reserveMetadata(Path generation, DiskReserve reserve) throws IOException {
        Path file = generation.resolve(JournalDirectory.METADATA_FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                DiskSpace space = new DiskSpace(file, channel, reserve)) {
            space.reserve(0, channel.size());
        }
    }

    /**
     * A process that was killed leaves records with the operating system that nobody has forced, and room reserved behind
     * them, which is given back.
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
