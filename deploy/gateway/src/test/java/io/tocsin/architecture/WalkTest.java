package io.tocsin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The README's way of one reading: each station is called by one before it or fetches from it, itself or by an
 * interface or one class between them.
 */
class WalkTest {
    private static final String HEADING = "## Follow one reading\n";
    private static final Pattern STATION = Pattern.compile("\\[(\\w+)]\\(\\S*src/main/java/(\\S+)\\.java\\)( →)?");
    private static final int MIN_STATIONS = 12;

    private final JavaClasses tocsin = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tocsin");

    @Test
    void shouldNameStationsThatHandTheReadingOn() throws IOException {
        List<JavaClass> stations = stations();
        assertThat(stations).hasSizeGreaterThanOrEqualTo(MIN_STATIONS);
        for (int i = 1; i < stations.size(); i++) {
            JavaClass station = stations.get(i);
            assertThat(stations.subList(0, i))
                    .as("stations before %s", station.getSimpleName())
                    .anyMatch(before -> reaches(before, station) || reaches(station, before));
        }
    }

    /** Finds out stations that have nothing to do with each other. */
    @Test
    void shouldTellStationsThatDoNotMeet() {
        assertThat(reaches(classOf("io.tocsin.ingest.mqtt.TopicRoute"), classOf("io.tocsin.alerts.log.AlarmLog")))
                .isFalse();
        assertThat(reaches(
                        classOf("io.tocsin.engine.pipeline.InputRing"),
                        classOf("io.tocsin.engine.alarm.LimitOperator")))
                .isFalse();
    }

    private List<JavaClass> stations() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("tocsin.root"), "README.md"));
        int begin = readme.indexOf(HEADING) + HEADING.length();
        String walk = readme.substring(begin, readme.indexOf(").\n", begin) + 1);
        return STATION.matcher(walk)
                .results()
                .map(station -> classOf(station.group(2).replace('/', '.')))
                .toList();
    }

    private JavaClass classOf(String name) {
        return tocsin.get(name);
    }

    private static boolean reaches(JavaClass from, JavaClass to) {
        Set<JavaClass> wanted = new HashSet<>(to.getAllRawInterfaces());
        wanted.removeIf(type -> !type.getPackageName().startsWith("io.tocsin"));
        wanted.add(to);
        Set<JavaClass> known = knownBy(from);
        return meets(known, wanted) || known.stream().anyMatch(between -> meets(knownBy(between), wanted));
    }

    private static boolean meets(Set<JavaClass> known, Set<JavaClass> wanted) {
        return known.stream().anyMatch(wanted::contains);
    }

    private static Set<JavaClass> knownBy(JavaClass type) {
        Set<JavaClass> known = new HashSet<>();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            if (target.getPackageName().startsWith("io.tocsin")) {
                known.add(target);
            }
        }
        return known;
    }
}
