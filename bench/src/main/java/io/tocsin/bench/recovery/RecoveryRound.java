package io.tocsin.bench.recovery;

/**
 * Result of one start.
 *
 * @param recordCount records of the journal that were replayed
 * @param replayNs duration of loading the snapshot and replaying the journal, ns
 * @param openNs time until the gateway could accept readings, ns
 * @param digest of the state
 */
record RecoveryRound(long recordCount, long replayNs, long openNs, String digest) {
    String encode() {
        return recordCount + " " + replayNs + " " + openNs + " " + digest;
    }

    static RecoveryRound decode(String line) {
        String[] words = line.split(" ", -1);
        return new RecoveryRound(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
    }
}
