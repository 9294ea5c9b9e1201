package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file is not on the device before its name is. ext4 and XFS force names along with files, so no power cut on them
 * shows a forgotten one; the system calls do.
 */
final class ForcedNames {
    private static final Pattern FORCED = Pattern.compile("(?:fsync|fdatasync)\\(\\d+<([^>]*)>\\)\\s*= 0");

    private ForcedNames() {}

    /**
     * Runs and checks.
     *
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, Path patched) throws Exception {
        Shell.requirePrograms("strace");
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Path trace = directory.resolve("trace");
            Hall hall = new Hall(directory, directory, broker.url(), "10ms", "journalled", patched);
            TocsinProcess tocsin =
                    hall.start(List.of("strace", "-f", "-y", "-o", trace.toString(), "-e", "trace=fsync,fdatasync"));
            try {
                Hall.awaitSession(tocsin);
                NumberedPublisher publisher = new NumberedPublisher(broker.url(), 1, 0);
                publisher.start();
                publisher.finish();
                hall.awaitEnd(tocsin);
                // As a crash would find it: a stop in order forces once more.
            } finally {
                tocsin.kill();
            }
            Set<String> forced = new TreeSet<>();
            for (String line : Files.readAllLines(trace)) {
                Matcher matcher = FORCED.matcher(line.replace(" <unfinished ...>", ") = 0"));
                if (matcher.find()) {
                    forced.add(matcher.group(1));
                }
            }
            Path data = directory.toRealPath().resolve("data");
            Set<String> wanted = List.of("", "journal", "journal/g-000001", "alarms", "alarms/cursors").stream()
                    .map(name -> data.resolve(name).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            wanted.add(data.getParent().toString());
            wanted.removeAll(forced);
            assertThat(wanted).as("directories whose names were never forced").isEmpty();
        }
    }
}
