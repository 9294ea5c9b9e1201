package io.tocsin.engine.pipeline;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Decided events and rows on their way to the output, in the order of decision. When the ring is full the engine
 * commits its open group and waits for room; nothing is dropped. The output waits only for the journal, which then has
 * the records, so the engine cannot wait for ever unless the output has failed, which stops the gateway. When the
 * engine thread is the output too, the commit empties the ring. Allocates nothing.
 */
final class ResultRing implements ResultHandler {
    private static final int CAPACITY = 1 << 20;
    private static final int ALARM_TYPE = 1;
    private static final int ROW_TYPE = 2;
    private static final int LONGEST_MESSAGE =
            Math.max(AlarmBoardFlyweight.MAX_LENGTH, StreamRowFlyweight.lengthOf(StreamNode.MAX_AGGREGATES));
    private static final long FULL_PAUSE_NS = 50_000;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final UnsafeBuffer stamped = new UnsafeBuffer(new byte[LONGEST_MESSAGE]);
    private final AlarmEventFlyweight stampedEvent = new AlarmEventFlyweight().wrap(stamped, 0);
    private final StreamRowFlyweight stampedRow = new StreamRowFlyweight();
    private final AlarmEventFlyweight readEvent = new AlarmEventFlyweight();
    private final StreamRowFlyweight readRow = new StreamRowFlyweight();
    private final EpochNanoClock clock;
    private final ResultHandler target;
    private final MessageHandler onMessage = this::onMessage;
    private volatile Thread reader;
    private final AtomicBoolean readerWaits = new AtomicBoolean();
    private volatile boolean abandoned;
    private boolean written;
    private Runnable beforeWaiting = () -> {};
    private long alarmCount;
    private long rowCount;

    /**
     * @param target receives the events and rows when they are read
     */
    ResultRing(EpochNanoClock clock, ResultHandler target) {
        this.clock = clock;
        this.target = target;
    }

    /** Engine thread. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        event.copyTo(stamped, 0);
        stampedEvent.decidedNs(clock.nanoTime());
        write(ALARM_TYPE, event.length());
        alarmCount++;
    }

    /** Engine thread. */
    @Override
    public void onRow(StreamRowFlyweight row) {
        row.copyTo(stamped, 0);
        stampedRow.wrap(stamped, 0).decidedNs(clock.nanoTime());
        write(ROW_TYPE, row.length());
        rowCount++;
    }

    /** Sets the commit of the open group, which runs before the engine thread waits for room. */
    void beforeWaiting(Runnable commit) {
        beforeWaiting = commit;
    }

    /** Whether something was written since the reader was last woken. Engine thread. */
    boolean hasWritten() {
        return written;
    }

    /** Events written. Engine thread. */
    long alarmCount() {
        return alarmCount;
    }

    /** Rows written. Engine thread. */
    long rowCount() {
        return rowCount;
    }

    /** Wakes the sleeping output thread when something was written since the last call. Engine thread, once a batch. */
    void wakeReader() {
        if (written) {
            written = false;
            // The exchange is a full fence: either this thread sees that the reader waits, or the reader sees the
            // written message.
            if (readerWaits.getAndSet(false)) {
                LockSupport.unpark(reader);
            }
        }
    }

    /** Notes that the engine thread is about to read everything itself. */
    void isRead() {
        written = false;
    }

    /** Sleeps until a message arrives or {@link #wake()} is called; may return early. Output thread. */
    void await() {
        readerWaits.set(true);
        if (ring.size() == 0) {
            LockSupport.park(this);
        }
        readerWaits.set(false);
    }

    /** Ends the sleep of the output thread. Any thread. */
    void wake() {
        LockSupport.unpark(reader);
    }

    /** Passes waiting events and rows to the target, at most {@code limit}, and returns their number. Output thread. */
    int read(int limit) {
        int count = ring.read(onMessage, limit);
        // The padding at the ring's end counts as no message and hides the messages behind it.
        return count == 0 ? ring.read(onMessage, limit) : count;
    }

    /** A number that changes whenever a message is written or read. Any thread. */
    long progress() {
        return ring.producerPosition() + ring.consumerPosition();
    }

    /** Sets the thread to wake when a message arrives. */
    void reader(Thread thread) {
        reader = thread;
    }

    /** Gives up the ring's reader, so that a full ring fails instead of waiting. */
    void abandon() {
        abandoned = true;
    }

    private void write(int type, int length) {
        if (!ring.write(type, stamped, 0, length)) {
            beforeWaiting.run();
            awaitRoom(type, length);
        }
        written = true;
    }

    private void awaitRoom(int type, int length) {
        while (!ring.write(type, stamped, 0, length)) {
            if (abandoned) {
                throw new IllegalStateException("the output has failed; decided events and rows cannot leave");
            }
            LockSupport.unpark(reader);
            LockSupport.parkNanos(FULL_PAUSE_NS);
        }
    }

    private void onMessage(int type, MutableDirectBuffer buffer, int offset, int length) {
        if (type == ROW_TYPE) {
            target.onRow(readRow.wrap(buffer, offset));
        } else {
            target.onAlarm(readEvent.wrap(buffer, offset));
        }
    }
}
