package io.tocsin.bench.peers;

import io.tocsin.bench.Workload;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PeerRow;
import io.tocsin.bench.throughput.Round;
import io.tocsin.bench.throughput.Row;
import io.tocsin.bench.throughput.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;

/** Runs one contender in a JVM of its own; answers every line with a line. */
final class PeerWorker {
    /** Instead of a round: the share of windows that are wrong. */
    static final String WRONG = "wrong";

    private static final long SKIPPED_NS = 500_000_000L;

    private PeerWorker() {}

    /**
     * Arguments: workload, contender, number of readings and seed for rounds of so many milliseconds; or a contender
     * only, for rounds in open loop of "rate milliseconds".
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        // what libraries print is no answer
        System.setOut(System.err);
        try {
            if (args.length == 1) {
                paced(PacedContender.valueOf(args[0]), answers);
            } else {
                Workload workload = Workload.make(Integer.parseInt(args[2]), Long.parseLong(args[3]))
                        .closed();
                rounds(Contender.valueOf(args[1]).create(Task.valueOf(args[0]), workload), workload, answers);
            }
        } finally {
            answers.flush();
        }
        // threads that a library has left running
        System.exit(0);
    }

    private static void rounds(Row row, Workload workload, PrintStream answers) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            answers.println(
                    line.equals(WRONG)
                            ? ((PeerRow) row).wrongWindows()
                            : Round.run(row, workload, Long.parseLong(line) * 1_000_000L)
                                    .encode());
        }
    }

    private static void paced(PacedContender contender, PrintStream answers) throws Exception {
        EpochNanoClock clock = new OffsetEpochNanoClock();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            long roundNs = Integer.parseInt(words[1]) * 1_000_000L;
            PacedFeed feed = new PacedFeed(clock, Integer.parseInt(words[0]), SKIPPED_NS, roundNs);
            contender.create(clock).run(feed);
            answers.println(encode(feed.latencies()));
        }
    }

    private static String encode(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** The latencies of an answer. */
    static Histogram decode(String answer) {
        return Histogram.decodeFromByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(answer)), 0);
    }
}
