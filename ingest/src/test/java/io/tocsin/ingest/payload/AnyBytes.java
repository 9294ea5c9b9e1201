package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import java.util.Arrays;
import java.util.List;

/**
 * Properties of every reader for any bytes: it never throws, a loss has words, and bytes after the end change nothing:
 * values and ends of every format follow there in memory.
 */
public final class AnyBytes {
    private static final byte[] BEHIND = {0, (byte) 0xFF, 0, '}', ']', '\n', 0, 0, 0};

    private final List<PayloadReader> readers;

    /** Readers of a format with members, under a flat mapping and a deep one. */
    public AnyBytes(PayloadFormat format) {
        this(List.of(
                new PayloadConfig(
                                format,
                                Mapping.of(
                                        List.of("v", "d.w", "d"),
                                        ValueRule.PLAIN,
                                        TimeConfig.at("ts", TimeFormat.of(TimeUnits.MS)),
                                        null))
                        .reader(NameTemplate.parse("{topic}/{member}")),
                new PayloadConfig(
                                format,
                                new Mapping(
                                        MemberPath.parse("*[]"),
                                        List.of(
                                                ValueConfig.at("*", ValueRule.PLAIN),
                                                ValueConfig.at("d.*", ValueRule.PLAIN)),
                                        List.of(MemberPath.parse("x")),
                                        null,
                                        null))
                        .reader(NameTemplate.parse("{key}/{id}/{member}"))));
    }

    /** @param readers each gets every input */
    public AnyBytes(List<PayloadReader> readers) {
        this.readers = readers;
    }

    /** Reads an input by every reader. */
    public void check(byte[] input) {
        for (PayloadReader reader : readers) {
            List<String> lines = Payloads.lines(reader, input);
            byte[] framed = Arrays.copyOf(input, input.length + BEHIND.length);
            System.arraycopy(BEHIND, 0, framed, input.length, BEHIND.length);
            List<String> again = Payloads.lines(reader, framed, input.length, new TopicLevels("a/b"));
            if (!lines.equals(again)) {
                assertThat(again).isEqualTo(lines);
            }
            for (String line : lines) {
                if (line.endsWith("null") || line.contains("Infinity") || line.endsWith("NaN GOOD")) {
                    assertThat(line)
                            .as("a loss without words, or a value that is none")
                            .isEmpty();
                }
            }
        }
    }
}
