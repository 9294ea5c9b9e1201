package io.tocsin.bench.recovery;

/**
 * One start.
 *
 * @param recordCount records of the journal that were replayed
 * @param replayNs how long snapshot and journal took, ns
 * @param openNs how long it took until the gateway could take readings, ns
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
