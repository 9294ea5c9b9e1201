package io.tocsin.gateway.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often the threads of a process have gone to sleep, as the kernel counts it. Linux only. */
final class ThreadWakeUps {
    private ThreadWakeUps() {}

    /** By the beginning of the thread's name, of which the kernel keeps 15 characters. */
    static Map<String, Long> of(long pid) throws IOException {
        Map<String, Long> wakeUps = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                add(thread, wakeUps);
            }
        }
        return wakeUps;
    }

    private static void add(Path thread, Map<String, Long> wakeUps) throws IOException {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            long count = Files.readAllLines(thread.resolve("status")).stream()
                    .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .sum();
            wakeUps.merge(name, count, Long::sum);
        } catch (NoSuchFileException e) {
            // the thread has ended since it was listed
        }
    }
}
