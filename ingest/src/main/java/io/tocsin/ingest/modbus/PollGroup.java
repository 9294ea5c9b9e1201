package io.tocsin.ingest.modbus;

import java.util.List;

/** A poll group and when it is due. The source's thread. */
final class PollGroup {
    private final PollGroupConfig config;
    private final List<Poll> polls;
    private long dueNs;
    private int slowPolls;

    PollGroup(PollGroupConfig config, List<ReadRequest> requests) {
        this.config = config;
        this.polls = requests.stream()
                .map(request -> new Poll(request, config.repeatNs()))
                .toList();
    }

    int unitId() {
        return config.unitId();
    }

    long everyNs() {
        return config.everyNs();
    }

    /** Its requests. */
    List<Poll> polls() {
        return polls;
    }

    /** Whether the last answer to some request is missing. */
    boolean hasFault() {
        return polls.stream().anyMatch(Poll::hasFault);
    }

    long dueNs() {
        return dueNs;
    }

    /** Is due at a time, and from there at its interval. */
    void startAt(long timeNs) {
        dueNs = timeNs;
    }

    /** Was polled. Times of polls that have passed meanwhile are skipped. */
    void onPolled(long startNs, long endNs) {
        slowPolls = endNs - startNs > config.everyNs() ? slowPolls + 1 : 0;
        long missed = Math.max(0, (endNs - dueNs) / config.everyNs());
        dueNs += (missed + 1) * config.everyNs();
    }

    /** How many polls in a row took longer than the interval. */
    int slowPolls() {
        return slowPolls;
    }
}
