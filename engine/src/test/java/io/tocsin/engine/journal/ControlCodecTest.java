package io.tocsin.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ControlCodecTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);

    @Test
    void shouldReadSensorDefinitionBack() {
        SensorDefinition definition = new SensorDefinition(7, 3, 16, "plant/Käse/🌡");
        int length = definition.encode(buffer, 4);
        assertThat(length).isEqualTo(16 + definition.name().getBytes(StandardCharsets.UTF_8).length);
        assertThat(SensorDefinition.decode(buffer, 4, length)).isEqualTo(definition);
        assertThatThrownBy(() -> SensorDefinition.decode(buffer, 4, length - 1)).isInstanceOf(JournalException.class);
    }

    @Test
    void shouldWriteSensorDefinitionAsItStandsInJournals() {
        int length = new SensorDefinition(1, 2, 3, "ab").encode(buffer, 0);
        assertThat(hex(length)).isEqualTo("0100000002000000" + "0300000002000000" + "6162");
    }

    @Test
    void shouldReadSourceProgressBack() {
        SourceProgress progress = new SourceProgress(5, -2, Long.MAX_VALUE);
        assertThat(progress.encode(buffer, 9)).isEqualTo(SourceProgress.LENGTH);
        assertThat(SourceProgress.decode(buffer, 9, SourceProgress.LENGTH)).isEqualTo(progress);
    }

    @Test
    void shouldWriteSourceProgressAsItStandsInJournals() {
        buffer.setMemory(0, 64, (byte) 0xFF);
        int length = new SourceProgress(1, 2, 3).encode(buffer, 0);
        assertThat(hex(length)).isEqualTo("0100000000000000" + "0200000000000000" + "0300000000000000");
    }

    @Test
    void shouldReadClockStepBack() {
        ClockStep step = new ClockStep(23_000_000_000L, 1_793_613_600_000_000_000L);
        step.encode(buffer, 5);
        assertThat(ClockStep.decode(buffer, 5, ClockStep.LENGTH)).isEqualTo(step);
        assertThat(step.byNs()).isEqualTo(1_793_613_577_000_000_000L);
    }

    @Test
    void shouldWriteClockStepAsItStandsInJournals() {
        new ClockStep(1, -2).encode(buffer, 0);
        assertThat(hex(ClockStep.LENGTH)).isEqualTo("0100000000000000" + "feffffffffffffff");
    }

    @Test
    void shouldReadGapBack() {
        JournalGap gap = new JournalGap(30_050, 1L << 40, 30_061, 23, "data/größe", "segment missing");
        gap.encode(buffer, 3);
        assertThat(JournalGap.decode(buffer, 3, gap.encodedLength())).isEqualTo(gap);
        assertThatThrownBy(() -> JournalGap.decode(buffer, 3, gap.encodedLength() - 1))
                .isInstanceOf(JournalException.class);
    }

    @Test
    void shouldWriteGapAsItStandsInJournals() {
        JournalGap gap = new JournalGap(1, 3, 2, 4, "a", "bc");
        gap.encode(buffer, 0);
        assertThat(hex(gap.encodedLength()))
                .isEqualTo("0100000000000000" + "0300000000000000" + "0200000000000000" + "0400000000000000"
                        + "0100000002000000" + "616263");
        assertThat(ControlKind.GAP.code()).isEqualTo(16);
    }

    @Test
    void shouldReadSourceStateBack() {
        SourceState state = new SourceState(3, -5, "größer than µ");
        byte[] body = state.encode();
        buffer.putBytes(7, body);
        assertThat(SourceState.decode(buffer, 7, body.length)).isEqualTo(state);
        assertThat(SourceState.decode(buffer, 7, body.length + 9))
                .as("a later version has more to say")
                .isEqualTo(state);
        assertThatThrownBy(() -> SourceState.decode(buffer, 7, body.length - 1)).isInstanceOf(JournalException.class);
    }

    @Test
    void shouldWriteSourceStateAsItStandsInJournals() {
        assertThat(HexFormat.of().formatHex(new SourceState(1, 2, "ab").encode()))
                .isEqualTo("0100000002000000" + "0200000000000000" + "6162");
        assertThat(ControlKind.SOURCE_DOWN.code()).isEqualTo(18);
        assertThat(ControlKind.SOURCE_UP.code()).isEqualTo(19);
    }

    @Test
    void shouldCutALongReasonAtACharacter() {
        SourceState state = new SourceState(0, 0, "x".repeat(511) + "ä and more");
        assertThat(state.reason()).isEqualTo("x".repeat(511));
        assertThat(state.encode()).hasSize(16 + 511);
    }

    @Test
    void shouldStampTheTimeAtTheRecordsPlace() {
        UnsafeBuffer body = new UnsafeBuffer(new SourceState(1, 2, "why").encode());
        SourceState.stamp(body, 77);
        assertThat(SourceState.decode(body, 0, body.capacity())).isEqualTo(new SourceState(1, 77, "why"));
    }

    @Test
    void shouldKnowEveryKindByItsCode() {
        for (ControlKind kind : ControlKind.values()) {
            assertThat(ControlKind.ofCode(kind.code())).isSameAs(kind);
        }
        assertThat(ControlKind.ofCode(0)).isNull();
        assertThat(ControlKind.ofCode(99)).isNull();
    }

    private String hex(int length) {
        return HexFormat.of().formatHex(buffer.byteArray(), 0, length);
    }
}
