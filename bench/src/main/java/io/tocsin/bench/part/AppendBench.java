package io.tocsin.bench.part;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.MappedLog;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of journalling one reading, by batch size, compared with two alternatives that store 56 bytes for each reading
 * without any guarantee: a raw memory-mapped append, and a file channel written in 4 KiB batches. An operation is one
 * reading. Nothing is synced; each iteration has new files.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class AppendBench {
    private static final int READINGS = 256;
    private static final int SENSOR_COUNT = 10_000;
    private static final long START_NS = 1_760_000_000_000_000_000L;
    private static final long INTERVAL_NS = 10_000;

    /** The readings: 10 a second of each sensor, received in bursts, values in 64ths. */
    @State(Scope.Thread)
    public static class Readings {
        private long count;

        int sensorId() {
            return (int) (count % SENSOR_COUNT);
        }

        long eventTimeNs() {
            return START_NS + count * INTERVAL_NS;
        }

        long receiveTimeNs() {
            return START_NS + count / READINGS * READINGS * INTERVAL_NS;
        }

        double value() {
            return 20 + (count * 31 & 1023) / 64.0;
        }

        void next() {
            count++;
        }
    }

    /** The journal. */
    @State(Scope.Thread)
    public static class TheJournal {
        @Param({"1", "8", "32", "128", "256"})
        private int batch;

        private TemporaryDirectory directory;
        private Journal journal;

        @Setup(Level.Iteration)
        public void open() throws IOException {
            directory = new TemporaryDirectory();
            journal = ChronicleJournal.open(
                    new JournalConfig(directory.path(), SyncPolicy.OS, JournalConfig.DEFAULT_SEGMENT_BYTES),
                    SENSOR_COUNT,
                    BenchPipeline.FAIL_STOP);
            BenchPlan.define(BenchPlan.highAlarm(), SENSOR_COUNT, (kind, body) -> {
                journal.onControl(journal.nextPosition(), kind.code(), new UnsafeBuffer(body), 0, body.length);
                journal.commit();
            });
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            journal.close();
            directory.close();
        }
    }

    /** The mapped alternative. */
    @State(Scope.Thread)
    public static class Mapped {
        private TemporaryDirectory directory;
        private MappedLog log;

        @Setup(Level.Iteration)
        public void open() throws IOException {
            directory = new TemporaryDirectory();
            log = new MappedLog(directory.path());
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            log.close();
            directory.close();
        }
    }

    /** The file channel's alternative. */
    @State(Scope.Thread)
    public static class Channel {
        private static final int RECORD_LENGTH = 56;
        private static final int BATCH_LENGTH = 4096 / RECORD_LENGTH * RECORD_LENGTH;

        private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_LENGTH).order(ByteOrder.nativeOrder());
        private TemporaryDirectory directory;
        private FileChannel channel;

        @Setup(Level.Iteration)
        public void open() throws IOException {
            directory = new TemporaryDirectory();
            channel = FileChannel.open(
                    directory.path().resolve("log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            channel.close();
            directory.close();
        }

        private void append(Readings readings) throws IOException {
            batch.putInt(RECORD_LENGTH).putInt(readings.sensorId()).putLong(readings.count);
            batch.putLong(readings.eventTimeNs()).putLong(readings.receiveTimeNs());
            batch.putDouble(readings.value()).putInt(0).putInt(0).putLong(0);
            if (!batch.hasRemaining()) {
                batch.flip();
                while (batch.hasRemaining()) {
                    channel.write(batch);
                }
                batch.clear();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void journal(TheJournal state, Readings readings) {
        Journal journal = state.journal;
        for (int i = 0; i < READINGS; i += state.batch) {
            long position = journal.nextPosition();
            for (int j = 0; j < state.batch; j++) {
                journal.onReading(
                        position + j,
                        readings.sensorId(),
                        readings.eventTimeNs(),
                        readings.receiveTimeNs(),
                        readings.value(),
                        Quality.GOOD.code(),
                        ReadingFlags.NONE);
                readings.next();
            }
            journal.commit();
        }
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void alternativeMapped(Mapped state, Readings readings) {
        for (int i = 0; i < READINGS; i++) {
            state.log.append(
                    readings.count,
                    readings.sensorId(),
                    readings.eventTimeNs(),
                    readings.receiveTimeNs(),
                    readings.value(),
                    Quality.GOOD.code(),
                    ReadingFlags.NONE);
            readings.next();
        }
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void alternativeChannel(Channel state, Readings readings) throws IOException {
        for (int i = 0; i < READINGS; i++) {
            state.append(readings);
            readings.next();
        }
    }
}
