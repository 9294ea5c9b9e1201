package io.tocsin.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, as Linux counts it. */
final class ResidentMemory {
    private ResidentMemory() {}

    /**
     * A line of the process's status.
     *
     * @param pid "self" for this one
     * @param field such as VmRSS, RssAnon (its own), VmHWM (the most so far)
     * @return MiB
     * @throws IOException when the process has ended
     */
    static long mib(String pid, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("no such field, pid=" + pid + ", field=" + field);
    }
}
