package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers of all formats allocate nothing for messages without a fault. */
class FormatAllocationTest {
    private static final int MESSAGES = 30_000;
    private static final TopicLevels TOPIC = new TopicLevels("a/b");
    /** {@code {"v": 71.5, "ts": 1700000000123, "d": {"7": "on"}}} */
    private static final String MESSAGE_PACK = "83a176ca428f0000a27473cf0000018bcfe5687ba1648107a26f6e";
    /** The same with a decimal fraction and a text in two parts. */
    private static final String CBOR = "a36176c48221196ab36274731b0000018bcfe5687b6164a1077f616f616eff";

    @ParameterizedTest
    @CsvSource({
        "MSGPACK," + MESSAGE_PACK,
        "CBOR," + CBOR,
        "SENML,46-senml.senml.json",
        "SENML_CBOR,48-senml-cbor.senml.cbor",
        "INFLUX,44-line-protocol.lp"
    })
    void shouldAllocateNothing(PayloadFormat format, String content) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] payload = content.contains(".")
                ? Files.readAllBytes(Path.of("src/test/resources/payloads", content))
                : HexFormat.of().parseHex(content);
        PayloadReader reader = format.hasMembers()
                ? new PayloadConfig(
                                format,
                                Mapping.of(
                                        List.of("v", "d.*"), ValueRule.PLAIN, TimeConfig.at("ts", TimeFormat.MS), null))
                        .reader(NameTemplate.parse("{topic}/{member}"))
                : PayloadConfig.scalar(format, ValueRule.PLAIN).reader(NameTemplate.parse(format.recordName()));
        Readings readings = new Readings();
        long best = Long.MAX_VALUE;
        // Several rounds: the compiler's own work on this thread is not the reader's.
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MESSAGES; i++) {
                reader.read(payload, 0, payload.length, TOPIC, readings);
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(readings.reason()).isNull();
        assertThat(readings.detail()).isNull();
        assertThat(best).as("bytes for %s messages", MESSAGES).isLessThan(1_000);
    }
}
