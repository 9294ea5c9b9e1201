package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.docs.DecisionRecord.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the records in docs/adr to the form that their index shows, and the index to the records. */
class DecisionRecordsTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("tocsin.root"), "docs", "adr");
    private static final Set<String> STATUSES = Set.of("proposed", "accepted", "superseded", "rejected");
    private static final List<String> ORDER = List.of("Problem", "Decision", "Consequences", "Alternatives");

    private static List<DecisionRecord> records;

    @BeforeAll
    static void read() throws IOException {
        records = DecisionRecord.readAll(DIRECTORY);
        assertThat(records).isNotEmpty();
    }

    @Test
    void shouldNameEachFileByANumberOfItsOwn() {
        assertThat(records)
                .allSatisfy(record -> assertThat(record.file())
                        .matches("\\d{4}(-[a-z0-9]+)+\\.md")
                        .startsWith(record.number() + "-"));
        assertThat(records).extracting(DecisionRecord::number).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveAStatus() {
        assertThat(records).allSatisfy(record -> assertThat(STATUSES).contains(record.status()));
        assertThat(records)
                .filteredOn(record -> record.status().equals("superseded"))
                .allSatisfy(record -> assertThat(record.relations())
                        .extracting(Relation::kind)
                        .contains("Superseded by"));
    }

    @Test
    void shouldKeepTheSectionsInOrder() {
        assertThat(records).allSatisfy(record -> {
            assertThat(record.sections())
                    .startsWith("Problem")
                    .contains("Decision")
                    .doesNotHaveDuplicates();
            assertThat(record.sections().stream().filter(ORDER::contains).toList())
                    .isSortedAccordingTo((a, b) -> Integer.compare(ORDER.indexOf(a), ORDER.indexOf(b)));
        });
    }

    @Test
    void shouldNameARelationOnBothSides() {
        List<Relation> relations =
                records.stream().flatMap(record -> record.relations().stream()).toList();

        assertThat(relations)
                .isNotEmpty()
                .allSatisfy(relation -> assertThat(relations).contains(relation.fromTheOtherSide()));
    }

    @Test
    void shouldListEveryRecordInTheIndex() throws IOException {
        List<String> rows = Files.readAllLines(DIRECTORY.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| ["))
                .toList();

        assertThat(rows).isEqualTo(records.stream().map(DecisionRecord::row).toList());
    }
}
