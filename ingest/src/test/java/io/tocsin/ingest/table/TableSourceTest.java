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
    /** The number that the journal has for every cell. */
    private double journalled = Double.NaN;

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

    /** The column hi is computed with. */
    private static boolean readsNumbersOf(String sensor) {
        return sensor.endsWith("/hi");
    }

    private void start(String table, String... columns) throws IOException {
        write(table);
        source = source(columns);
        source.start();
    }

    private TableSource source(String... columns) {
        TableSourceConfig config = new TableSourceConfig(
                "assets", file, TableSourceConfig.Format.CSV, "asset", List.of(columns), RELOAD_NS);
        return new TableSource(
                config,
                new CsvTableReader(config),
                rig.context,
                new TableLookups(TableSourceTest::readsNumbersOf, sensorId -> journalled));
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
        rig.await("a word about it", () -> rig.log.size() == 2);
        assertThat(rig.log.get(1)).endsWith("read, cells 3, changed 2, gone 2");
    }

    @Test
    void shouldHoldWhatItHadWhenTheTableCannotBeRead() throws Exception {
        start("asset,hi\npress1,95\n");
        write("asset,lo\npress1,96\npress1,97\n");
        rig.await("a word about it", () -> rig.log.size() == 2);
        assertThat(rig.log.get(1))
                .isEqualTo("source assets: " + file
                        + ": row 3: press1 is there twice, first in row 2; what was read before holds");
        write("asset,hi\npress1,90\n");
        rig.await("the mended table", () -> given().size() == 2);
        assertThat(given().get(1)).isEqualTo("assets/press1/hi=90.0");
        rig.await("a word about it", () -> rig.log.size() == 3);
        Files.delete(file);
        rig.await("a word about the removal", () -> rig.log.size() == 4);
        assertThat(rig.log.get(3))
                .isEqualTo("source assets: " + file + ": there is no such file; what was read before holds");
    }

    /** "A live edit that brings a bad cell: the good cell stays in force, told once and counted until mended." */
    @Test
    void shouldHoldTheNumberWhenACellIsNoneAnyMore() throws Exception {
        start("asset,hi,lo\npress1,95,10\npress2,80,5\n");
        write("asset,hi,lo\npress1,\"78,5\",11\npress2,80,5\npress3,abc,1\n");
        rig.await("the other changes", () -> given().size() == 4 + 2);
        assertThat(given().subList(4, 6)).containsExactly("assets/press1/lo=11.0", "assets/press3/lo=1.0");
        rig.await("the count", () -> rig.count(Counter.BAD_TABLE_CELLS) == 2);
        rig.await("a word about each", () -> rig.log.size() >= 3);
        assertThat(List.copyOf(rig.log).subList(1, 3))
                .containsExactly(
                        "source assets: " + file + ": row press1, column hi: \"78,5\" is no number, and a rule computes"
                                + " with it; write 78.5, with a point; until then 95.0 from before holds",
                        "source assets: " + file + ": row press3, column hi: \"abc\" is no number, and a rule computes"
                                + " with it; write a number such as 78.5, or leave the cell empty; until then there is"
                                + " none");
        write("asset,hi,lo\npress1,\"78,5\",12\npress2,80,5\npress3,70,1\n");
        rig.await("the next changes", () -> given().size() == 8);
        assertThat(given().subList(6, 8)).containsExactly("assets/press1/lo=12.0", "assets/press3/hi=70.0");
        assertThat(rig.log.stream().filter(line -> line.contains("78,5")))
                .as("told once")
                .hasSize(1);
        rig.await(
                "a word about it",
                () -> rig.log.contains("source assets: " + file + ": mended: row press3, column hi"));
        write("asset,hi,lo\npress1,78.5,12\npress2,80,5\npress3,70,1\n");
        rig.await("the mended cell", () -> given().size() == 9);
        assertThat(given().get(8)).isEqualTo("assets/press1/hi=78.5");
        rig.await("the count", () -> rig.count(Counter.BAD_TABLE_CELLS) == 0);
        rig.await(
                "a word about it",
                () -> rig.log.contains("source assets: " + file + ": mended: row press1, column hi"));
    }

    /** A row that goes while its cell is bad takes the held number with it. */
    @Test
    void shouldGiveABadReadingWhenTheRowOfABadCellGoes() throws Exception {
        start("asset,hi\npress1,95\npress2,80\n");
        write("asset,hi\npress1,hot\npress2,80\n");
        rig.await("a word about it", () -> rig.count(Counter.BAD_TABLE_CELLS) == 1);
        write("asset,hi\npress2,80\n");
        rig.await("the BAD reading", () -> given().size() == 3);
        assertThat(given().get(2)).isEqualTo("assets/press1/hi=");
        rig.await("the count", () -> rig.count(Counter.BAD_TABLE_CELLS) == 0);
    }

    /** "Run at start: where the journal has a good cell for it, keep that one." */
    @Test
    void shouldGoOnWithTheJournalledNumberAtAStart() throws Exception {
        start("asset,hi\npress1,95\n");
        source.stop();
        journalled = 95;
        write("asset,hi\npress1,\"96,5\"\n");
        source = source();
        source.start();
        assertThat(given()).containsExactly("assets/press1/hi=95.0", "assets/press1/hi=95.0");
        assertThat(rig.count(Counter.BAD_TABLE_CELLS)).isEqualTo(1);
        assertThat(rig.log.get(1)).endsWith("write 96.5, with a point; until then 95.0 from before holds");
        assertThat(rig.log).hasSize(3);
    }

    /** "Without one, refuse to start": with every fault, and before anything is given. */
    @Test
    void shouldRefuseToStartWithoutANumberToGoOnWith() throws Exception {
        write("asset,hi,lo\npress1,\"78,5\",1\npress2,5 bar,2\npress3,,3\n");
        assertThatThrownBy(() -> source().start())
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        file
                                                + ": row press1, column hi: \"78,5\" is no number, and a rule computes with it; write"
                                                + " 78.5, with a point",
                                        file
                                                + ": row press2, column hi: \"5 bar\" is no number, and a rule computes with it; write"
                                                + " 5, the number alone"));
        assertThat(given()).isEmpty();
    }

    /** "An empty cell is no limit, which is told once." */
    @Test
    void shouldTellOnceWhichLimitsAreEmpty() throws Exception {
        start("asset,hi,name\npress1,,\npress2,80,\npress3,,\n");
        write("asset,hi,name\npress1,,\npress2,81,\npress3,,\n");
        rig.await("the change", () -> given().size() == 2);
        write("asset,hi,name\npress1,,\npress2,,\npress3,70,\n");
        rig.await(
                "two lines",
                () -> rig.log.stream().filter(line -> line.contains("empty")).count() == 2);
        assertThat(given()).hasSize(4);
        assertThat(rig.log.stream().filter(line -> line.contains("empty")))
                .containsExactly(
                        "source assets: " + file + ": empty, so no limit: row press1, column hi; row press3, column hi",
                        "source assets: " + file
                                + ": empty, so no limit: row press1, column hi; row press2, column hi");
    }

    /** Spreadsheets write a byte order mark, line ends of their own, and rows of nothing but commas. */
    @Test
    void shouldReadWhatSpreadsheetsWrite() throws Exception {
        start("\uFEFFasset,hi,\r\n\r\npress1, 95 ,\r\n,,\r\n\"press2\",\"80.5\",\r\n");
        assertThat(given()).containsExactly("assets/press1/hi=95.0", "assets/press2/hi=80.5");
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
        refuses("asset,hi\n,5\n", "row 2 has no asset");
        refuses("press,hi\na,5\n", "has no column asset, its header is press,hi");
        refuses("asset,hi,hi\na,5,6\n", "the column hi is there twice in the header");
        refuses("asset,hi,lo\na,5,\na,,6\n", "row 3: a is there twice, first in row 2");
        refuses("", "has no header row");
        refuses(
                "asset,hi\na,78,5\n",
                "row 2: a has the field 5 without a column; write numbers with a point, and a name in the header for"
                        + " each column");
        Files.delete(file);
        assertThatThrownBy(() -> source().start())
                .isInstanceOf(SourceException.class)
                .hasMessage(file + ": there is no such file");
    }

    private void refuses(String table, String why) throws IOException {
        write(table);
        assertThatThrownBy(() -> source().start()).hasMessage(file + ": " + why);
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
        rig.await("a word about it", () -> rig.log.size() == 4);
        assertThat(rig.log.get(2))
                .contains("row press1, column name: \"a?b\" can be no value; write 1 to 128 bytes")
                .endsWith("until then \"Press 1\" from before holds");
    }

    /** A column that no rule looks at may hold anything. */
    @Test
    void shouldGiveNothingOfAComment() throws Exception {
        start("asset,hi,remark\npress1,95,bearing changed in May\n");
        assertThat(given()).containsExactly("assets/press1/hi=95.0");
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
    void shouldRefuseACellThatNoSensorCanBe() throws Exception {
        refuses(
                "asset,hi\npress#1,95\npress2,90\n",
                "row press#1, column hi: no sensor can be named \"assets/press#1/hi\"; write a key without + # and"
                        + " control characters");
    }
}
