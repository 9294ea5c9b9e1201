package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Properties of every reader for any bytes: it never throws, a loss has words, and bytes after the end change nothing:
 * values and ends of every format follow there in memory.
 */
public final class AnyBytes {
    private static final byte[] BEHIND = {0, (byte) 0xFF, 0, '}', ']', '\n', 0, 0, 0};

    private static final TopicLevels TOPIC = new TopicLevels("a/b");

    private final List<PayloadReader> readers;
    private final Readings readings = new Readings();
    private final Readings again = new Readings();

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
        byte[] framed = Arrays.copyOf(input, input.length + BEHIND.length);
        System.arraycopy(BEHIND, 0, framed, input.length, BEHIND.length);
        for (PayloadReader reader : readers) {
            reader.read(input, 0, input.length, TOPIC, readings);
            reader.read(framed, 0, input.length, TOPIC, again);
            if (!isSame() || !isSound()) {
                assertThat(Payloads.lines(reader, framed, input.length, TOPIC))
                        .as("bytes behind the end change the readings")
                        .isEqualTo(Payloads.lines(reader, input, input.length, TOPIC));
                fail("a loss without words, or a value that is none: %s", Payloads.lines(reader, input));
            }
        }
    }

    private boolean isSame() {
        boolean isSame = readings.reason() == again.reason()
                && Objects.equals(readings.detail(), again.detail())
                && readings.size() == again.size()
                && readings.rounded() == again.rounded()
                && readings.receiveTimes() == again.receiveTimes();
        for (int i = 0; isSame && i < readings.size(); i++) {
            isSame = readings.refusal(i) == again.refusal(i)
                    && (readings.refusal(i) == null
                            ? isSame(i)
                            : readings.detail(i).equals(again.detail(i)));
        }
        return isSame;
    }

    private boolean isSame(int i) {
        return readings.fixedName(i) == again.fixedName(i)
                && (readings.fixedName(i) != Readings.WRITTEN || isSameName(i))
                && readings.eventTimeNs(i) == again.eventTimeNs(i)
                && readings.isRelativeTime(i) == again.isRelativeTime(i)
                && readings.quality(i) == again.quality(i)
                && readings.isUndecided(i) == again.isUndecided(i)
                && Double.doubleToLongBits(readings.value(i)) == Double.doubleToLongBits(again.value(i))
                && (!readings.isUndecided(i) || isSameText(i));
    }

    private boolean isSameName(int i) {
        int from = readings.nameFrom(i);
        int againFrom = again.nameFrom(i);
        return Arrays.equals(
                readings.names(),
                from,
                from + readings.nameLength(i),
                again.names(),
                againFrom,
                againFrom + again.nameLength(i));
    }

    private boolean isSameText(int i) {
        int from = readings.textFrom(i);
        int againFrom = again.textFrom(i);
        return Arrays.equals(
                readings.text(i),
                from,
                from + readings.textLength(i),
                again.text(i),
                againFrom,
                againFrom + again.textLength(i));
    }

    /** Whether each loss has words, and each other reading a finite value or a text, or is BAD. */
    private boolean isSound() {
        if (readings.reason() != null) {
            return readings.detail() != null && !readings.detail().isEmpty();
        }
        for (int i = 0; i < readings.size(); i++) {
            boolean isSound = readings.refusal(i) == null
                    ? readings.isUndecided(i)
                            || Double.isFinite(readings.value(i))
                            || readings.quality(i) == Quality.BAD.code()
                    : readings.detail(i) != null && !readings.detail(i).isEmpty();
            if (!isSound) {
                return false;
            }
        }
        return true;
    }
}
