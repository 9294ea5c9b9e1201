package io.tocsin.ingest.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineProtocolReaderTest {
    private static final String ALPHABET = "ab,= \"\\é/#";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m v=1|m/v - 1.0 GOOD",
                "m,a=x,b=y v=1|m/x/y/v - 1.0 GOOD",
                "m,z=x,b=y v=-1.5e-3 -7|m/x/y/v -7 -0.0015 GOOD",
                "m v=71i 1465839830100400200|m/v 1465839830100400200 71.0 GOOD",
                "m v=-9223372036854775808i|m/v - -9.223372036854776E18 GOOD",
                "m v=18446744073709551615u|m/v - 1.8446744073709552E19 GOOD",
                "m v=t|m/v - 1.0 GOOD",
                "m v=FALSE|m/v - 0.0 GOOD",
                "m v=nan|m/v - NaN BAD",
                "m v=\"on, \\\"off\\\" \\\\ \\n\"|m/v - 'on, \"off\" \\ \\n' GOOD",
                "m v=\"12.5\"|m/v - 12.5 GOOD",
                "m v=\"\"|m/v - '' GOOD",
                "cpu\\,load,ho\\ st=a\\=b\\,c v\\ 1=1|cpu,load/a=b,c/v 1 - 1.0 GOOD",
                "m,a=x/y+z# a/b=1|m/x%2Fy%2Bz%23/a%2Fb - 1.0 GOOD",
                "m\\x v=1|m\\x/v - 1.0 GOOD",
                "  m   v=1   5  |m/v 5 1.0 GOOD"
            })
    void shouldReadLines(String line, String expected) {
        assertThat(read(line)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m|column 2: the line has no field",
                ",a=b v=1|column 1: expected a measurement",
                "m,a v=1|column 3: expected tag=value after the comma",
                "m,a= v=1|column 5: a tag without a value",
                "m v|column 3: expected field=value",
                "m v=|column 5: a field without a value",
                "m v=1,|column 7: expected field=value",
                "m v=abc|column 5: a value that is no number, no integer of 64 bits with i or u, no true or false and no text in double quotes",
                "m v=1.5i|column 5: a value that is no number, no integer of 64 bits with i or u, no true or false and no text in double quotes",
                "m v=9223372036854775808i|column 5: a value that is no number, no integer of 64 bits with i or u, no true or false and no text in double quotes",
                "m v=-1u|column 5: a value that is no number, no integer of 64 bits with i or u, no true or false and no text in double quotes",
                "m v=\"x|column 5: a text has no closing quote",
                "m v=\"x\"y|column 8: expected a comma or a blank after the text",
                "m v=1 5 6|column 9: something follows the time"
            })
    void shouldLoseTheFaultyLineOnly(String line, String fault) {
        assertThat(read("# comment\n\nm v=1 5\n" + line + "\nm v=2 6\n"))
                .containsExactly("m/v 5 1.0 GOOD", "DROPPED_BAD_PAYLOAD: line 4, " + fault, "m/v 6 2.0 GOOD");
    }

    @Test
    void shouldLoseOneLineWhenItsClosingQuoteIsMissing() {
        assertThat(read("m v=\"x 5\nm v=\"y\" 6\nm v=\"z\" 7\n"))
                .containsExactly(
                        "DROPPED_BAD_PAYLOAD: line 2, column 6: expected a comma or a blank after the text",
                        "m/v 6 'y' GOOD",
                        "m/v 7 'z' GOOD");
    }

    @Test
    void shouldTakeNewlinesInATextAsPartOfIt() {
        assertThat(read("m v=\"a\nb\" 5\nm v=1 x"))
                .containsExactly(
                        "m/v 5 'a\nb' GOOD",
                        "DROPPED_BAD_TIME: line 3, column 7: no integer that is a time in NS from 1678 to 2262");
    }

    @Test
    void shouldLoseTheLineThatIsNotUtf8() {
        byte[] payload = "m v=1 1\nm,a=? v=1\nm v=2 2".getBytes(StandardCharsets.ISO_8859_1);
        payload[12] = (byte) 0xFF;
        assertThat(Payloads.lines(reader("{measurement}/{tags}/{field}", TimeUnits.NS), payload))
                .containsExactly(
                        "m/v 1 1.0 GOOD",
                        "DROPPED_BAD_UTF8: line 2, column 1: the line is not UTF-8",
                        "m/v 2 2.0 GOOD");
    }

    @Test
    void shouldNameSensorsByTheTemplate() {
        String line = "cpu,host=gw/1,loc=x,ho\\ st=z v=1";
        assertThat(read(line, "{1}/{loc}/{+host}/{ho st}/{member}")).containsExactly("a/x/gw/1/z/v - 1.0 GOOD");
        assertThat(read(line, "{topic}/{room}"))
                .containsExactly("DROPPED_BAD_NAME: line 1, column 1: no tag room for the sensor's name");
    }

    @ParameterizedTest
    @CsvSource({"S,1700000000,1700000000000000000", "MS,1700000000123,1700000000123000000", "US,17,17000"})
    void shouldReadTimesInTheUnit(TimeUnits unit, String time, String expected) {
        assertThat(Payloads.lines(reader("{field}", unit), ("m v=1 " + time).getBytes(StandardCharsets.UTF_8)))
                .containsExactly("v " + expected + " 1.0 GOOD");
    }

    @Test
    void shouldRefuseTheEmptyPayload() {
        assertThat(read("")).containsExactly("DROPPED_BAD_PAYLOAD: not line protocol: the payload is empty");
        assertThat(read("\n# nothing\n")).isEmpty();
    }

    /** Random names and texts, escaped as the protocol says, with faulty lines between. */
    @Test
    void shouldReadBackRandomLines() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("LineProtocolReaderTest seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder payload = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int k = 0; k < 8; k++) {
                if (random.nextInt(6) == 0) {
                    payload.append("m,x v=1\n");
                    expected.add("DROPPED_BAD_PAYLOAD");
                    continue;
                }
                String measurement = word(random);
                String tag = word(random);
                String field = word(random);
                String text = "x" + word(random);
                payload.append(escaped(measurement))
                        .append(",t=")
                        .append(escaped(tag))
                        .append(' ')
                        .append(escaped(field));
                payload.append("=\"")
                        .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\",n=3i ")
                        .append(k);
                payload.append(random.nextBoolean() ? "\n" : " \r\n");
                String prefix = level(measurement) + "/" + level(tag) + "/";
                expected.add(prefix + level(field) + " " + k + " '" + text + "' GOOD");
                expected.add(prefix + "n " + k + " 3.0 GOOD");
            }
            List<String> found = read(payload.toString()).stream()
                    .map(line -> line.startsWith("DROPPED") ? line.substring(0, line.indexOf(':')) : line)
                    .toList();
            assertThat(found).as("seed=" + seed + " payload=" + payload).isEqualTo(expected);
        }
    }

    /** Ends with a letter: a backslash at the end would escape the separator after it. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder("w");
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return word.append('z').toString().replaceAll("\\\\+([,= ])", "$1");
    }

    private static String escaped(String word) {
        return word.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    private static String level(String word) {
        return word.replace("/", "%2F").replace("#", "%23");
    }

    private static List<String> read(String payload) {
        return read(payload, LineProtocolReader.DEFAULT_NAME);
    }

    private static List<String> read(String payload, String template) {
        return Payloads.lines(reader(template, TimeUnits.NS), payload.getBytes(StandardCharsets.UTF_8));
    }

    private static LineProtocolReader reader(String template, TimeUnits unit) {
        return new LineProtocolReader(ValueRule.PLAIN, TimeFormat.of(unit), NameTemplate.parse(template));
    }
}
