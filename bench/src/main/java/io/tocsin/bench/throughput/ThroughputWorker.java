package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Runs one row in a JVM of its own, so that no row runs code compiled for another row's types. Runs a round for every
 * number of milliseconds it reads and answers with a line; ends with its input.
 */
final class ThroughputWorker {
    private ThroughputWorker() {}

    /** Arguments: the workload, the row, the number of readings, the seed. */
    public static void main(String[] args) throws IOException {
        Workload workload = Workload.make(Integer.parseInt(args[2]), Long.parseLong(args[3]));
        Row row = Task.valueOf(args[0]).create(RowKind.valueOf(args[1]), workload);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    Round.run(row, workload, Long.parseLong(line) * 1_000_000L).encode());
        }
    }
}
