package io.tocsin.bench.mqtt;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A round of one client.
 *
 * @param received messages
 * @param lagMs how long after the last was sent the last came
 * @param processorNs of the whole process without the JVM's compilers, which come to an end
 * @param syncNs of it the thread that forces the journal
 * @param syncs forces of the journal
 * @param p50Ns latency
 * @param p99Ns latency
 */
record MqttRound(long received, long lagMs, long processorNs, long syncNs, long syncs, long p50Ns, long p99Ns) {
    String encode() {
        return LongStream.of(received, lagMs, processorNs, syncNs, syncs, p50Ns, p99Ns)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }

    static MqttRound decode(String line) {
        long[] n = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new MqttRound(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }

    /** Processor time a message without the forcing of the journal, µs. */
    double processorUs() {
        return (processorNs - syncNs) / 1e3 / Math.max(1, received);
    }

    /** Processor time a message of the forcing of the journal, µs. */
    double syncUs() {
        return syncNs / 1e3 / Math.max(1, received);
    }
}
