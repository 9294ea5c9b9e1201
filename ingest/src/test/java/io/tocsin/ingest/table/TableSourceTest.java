package io.tocsin.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.FakeIntake;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
    private static final long RELOAD_NS = 2_000_000L;

    @TempDir
    private Path dir;

    private Rig rig;
    private Path file;
    private TableSource source;

    @BeforeEach
    void open() {
        rig = Rig.withSystemClock(dir);
        file = dir.resolve("assets.csv");
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.stop();
        }
        assertThat(rig.failures).isEmpty();
        rig.close();
    }

    private void start(String table, String... columns) throws IOException {
        write(table);
        source = source(columns);
        source.start();
    }

    private TableSource source(String... columns) {
        TableSourceConfig config = new TableSourceConfig(
                "assets", file, TableSourceConfig.Format.CSV, "asset", List.of(columns), RELOAD_NS);
        return new TableSource(config, new CsvTableReader(config), rig.context);
    }

    /** Replaces the file whole, as a user should. */
    private void write(String table) throws IOException {
        Path aside = dir.resolve("aside");
        Files.writeString(aside, table);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code sensor=value} of all readings so far; a BAD one without a value. */
    private List<String> given() {
        return rig.intake.entries().stream()
                .filter(FakeIntake.Reading.class::isInstance)
                .map(FakeIntake.Reading.class::cast)
                .map(reading -> reading.sensor()
                        + '='
                        + (reading.quality() == Quality.BAD.code() ? "" : Double.toString(reading.value())))
                .toList();
    }

    @Test
    void shouldGiveEveryCellBeforeTheStartReturns() throws Exception {
        start("asset,hi,lo\npress1,95,10\npress2,,-5.5\n");
        assertThat(given()).containsExactly("assets/press1/hi=95.0", "assets/press1/lo=10.0", "assets/press2/lo=-5.5");
        assertThat(source.awaitEnd(0)).as("it keeps nobody waiting").isTrue();
        assertThat(source.isBounded()).isFalse();
    }

    @Test
    void shouldGiveWhatHasChangedAndABadReadingForWhatIsGone() throws Exception {
        start("asset,hi,lo\npress1,95,10\npress2,80,5\n");
        write("asset,hi,lo\npress1,96,10\npress3,70,\n");
        rig.await("the change", () -> given().size() == 4 + 4);
        assertThat(given().subList(4, 8))
                .containsExactly(
                        "assets/press1/hi=96.0", "assets/press3/hi=70.0", "assets/press2/hi=", "assets/press2/lo=");
        assertThat(rig.log.get(rig.log.size() - 1)).endsWith("read, cells 3, changed 2, gone 2");
    }

    @Test
    void shouldHoldWhatItHadWhenTheTableCannotBeRead() throws Exception {
        start("asset,hi\npress1,95\n");
        write("asset,hi\npress1,ninety\n");
        rig.await("a word about it", () -> rig.log.size() == 2);
        assertThat(rig.log.get(1)).contains("what was read before holds").contains("row 2: press1/hi is no number");
        write("asset,hi\npress1,90\n");
        rig.await("the mended table", () -> given().size() == 2);
        assertThat(given().get(1)).isEqualTo("assets/press1/hi=90.0");
        assertThat(rig.log).as("told of once").hasSize(3);
        Files.delete(file);
        rig.await("a word about the removal", () -> rig.log.size() == 4);
        assertThat(rig.log.get(3)).endsWith(" cannot be read: there is no " + file + " (removed or moved?)");
    }

    /** The journal knows a cell that went while the gateway was stopped. */
    @Test
    void shouldGiveABadReadingForWhatWentWhileItWasStopped() throws Exception {
        start("asset,hi\npress1,95\npress2,90\n");
        source.stop();
        write("asset,hi\npress1,95\n");
        source = source();
        source.start();
        assertThat(given().subList(2, 4)).containsExactly("assets/press1/hi=95.0", "assets/press2/hi=");
    }

    @Test
    void shouldReadTheColumnsThatAreAskedFor() throws Exception {
        start("asset,name,hi\npress1,Press One,95\n", "hi");
        assertThat(given()).containsExactly("assets/press1/hi=95.0");
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotStart() throws Exception {
        write("asset,name\npress1,Press One\n");
        assertThatThrownBy(() -> source().start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("row 2: press1/name is no number, and no join looks it up; name the columns");
        write("asset,hi\n,5\n");
        assertThatThrownBy(() -> source().start()).hasMessageContaining("row 2 has no asset");
        write("press,hi\na,5\n");
        assertThatThrownBy(() -> source().start()).hasMessageContaining("no column asset, its header is press,hi");
        write("asset,hi\na,5\na,6\n");
        assertThatThrownBy(() -> source().start()).hasMessageContaining("row 3: a/hi is there twice");
        write("");
        assertThatThrownBy(() -> source().start()).hasMessageContaining("no header row");
        Files.delete(file);
        assertThatThrownBy(() -> source().start()).isInstanceOf(SourceException.class);
    }

    @Test
    void shouldGiveNamesThatSomebodyLooksUp() throws Exception {
        rig.intake.textsOf(sensor -> sensor.endsWith("/name"));
        start("asset,hi,name\npress1,95,Press One\npress2,90,2\n");
        write("asset,hi,name\npress1,95,Press 1\npress2,90,2\n");
        rig.await("the change", () -> given().size() == 5);
        assertThat(rig.intake.readings().stream()
                        .filter(reading -> reading.sensor().equals("assets/press1/name"))
                        .map(reading -> rig.intake.text(reading.value())))
                .containsExactly("Press One", "Press 1");
        assertThat(given()).as("what looks like a number is one").contains("assets/press2/name=2.0");
        write("asset,hi,name\npress1,95,a\u0001b\n");
        rig.await("a word about it", () -> rig.log.size() == 3);
        assertThat(rig.log.get(2)).contains("row 2: press1/name is no name: a text must have");
    }

    @Test
    void shouldReadNamesWithoutAPlaceAsOther() throws Exception {
        rig.intake.textsOf(sensor -> true);
        StringBuilder table = new StringBuilder("asset,name\n");
        for (int i = 0; i < FakeIntake.MAX_TEXTS + 2; i++) {
            table.append("press").append(i).append(",Press number ").append(i).append('\n');
        }
        start(table.toString());
        assertThat(rig.intake.readings().stream().map(reading -> rig.intake.text(reading.value())))
                .hasSize(FakeIntake.MAX_TEXTS + 2)
                .endsWith("Press number 7", "OTHER", "OTHER");
        assertThat(rig.count(Counter.OTHER_TEXTS)).isEqualTo(2);
        assertThat(rig.log)
                .filteredOn(line -> line.contains("OTHER"))
                .singleElement()
                .asString()
                .startsWith("source assets: the text \"Press number 8\" of sensor assets/press8/name is read as OTHER");
    }

    @Test
    void shouldCountACellThatNoSensorCanBe() throws Exception {
        start("asset,hi\npress#1,95\npress2,90\n");
        assertThat(given()).containsExactly("assets/press2/hi=90.0");
        assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isEqualTo(1);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(2);
    }
}
