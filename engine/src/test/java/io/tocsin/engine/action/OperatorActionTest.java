package io.tocsin.engine.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OperatorActionTest {
    private static final OperatorAction ACTION = new OperatorAction(
            ActionKind.SHELVE,
            "bearing-hot",
            "plant/press3/temp",
            "bearing-hot/1/plant/press3/temp/17",
            "bearing-hot/1/plant/press3/temp/17/RAISED/17-HI",
            "a-1",
            "Änne",
            "maintenance ✓",
            30_000_000_000L,
            1_795_195_860_000_000_000L);

    @Test
    void shouldComeBackFromItsBytes() {
        assertThat(decode(ACTION.encode())).isEqualTo(ACTION);
        for (ActionKind kind : ActionKind.values()) {
            OperatorAction bare = OperatorAction.on(kind, "a", "s", "me");
            assertThat(decode(bare.encode())).isEqualTo(bare);
        }
    }

    @Test
    void shouldTakeTheTimeOfItsPlaceInTheJournal() {
        byte[] body = ACTION.encode();

        OperatorAction.stamp(new UnsafeBuffer(body), 42);

        assertThat(decode(body)).isEqualTo(ACTION.at(42));
        assertThat(OperatorAction.atNs(new UnsafeBuffer(body), 0, body.length)).isEqualTo(42);
    }

    @Test
    void shouldSkipBytesOfLaterVersions() {
        byte[] body = ACTION.encode();

        assertThat(decode(Arrays.copyOf(body, body.length + 16))).isEqualTo(ACTION);
    }

    @Test
    void shouldRefuseEveryCutBody() {
        byte[] body = ACTION.encode();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> decode(cut)).as("length=%d", length).isInstanceOf(JournalException.class);
        }
    }

    @Test
    void shouldRefuseOrRepeatDamagedBodies() {
        Random random = new Random(Long.getLong("tocsin.seed", 7));
        for (int i = 0; i < 20_000; i++) {
            byte[] body = ACTION.encode();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            OperatorAction decoded;
            try {
                decoded = decode(body);
            } catch (JournalException e) {
                continue;
            }
            assertThat(decode(decoded.encode())).isEqualTo(decoded);
        }
    }

    @Test
    void shouldBoundItsTexts() {
        String longest = "w".repeat(OperatorAction.MAX_WHY_BYTES);

        assertThat(decode(ACTION.because(longest).encode()).why()).isEqualTo(longest);
        assertThatThrownBy(() -> ACTION.because(longest + "w"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("why must have at most 1024 bytes, whyBytes=1025");
        assertThatThrownBy(() -> ACTION.because("line\nbreak")).hasMessageContaining("no control character, index=4");
        assertThatThrownBy(() -> ACTION.because("\uD800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ACTION.named("a b")).hasMessageContaining("actionId=a b");
    }

    @Test
    void shouldNameEveryKindAndRefusalOnce() {
        Set<String> words = new HashSet<>();
        for (ActionKind kind : ActionKind.values()) {
            assertThat(words.add(kind.word())).isTrue();
            assertThat(ActionKind.ofWord(kind.word())).isEqualTo(kind);
            assertThat(ActionKind.ofCode(kind.code())).isEqualTo(kind);
        }
        assertThat(ActionKind.ofWord("confirm")).isNull();
        assertThat(ActionKind.ofCode(ActionKind.values().length)).isNull();
        for (Refusal refusal : Refusal.values()) {
            assertThat(words.add(refusal.words())).isTrue();
            assertThat(Refusal.ofCode(refusal.code())).isEqualTo(refusal);
        }
    }

    private static OperatorAction decode(byte[] body) {
        return OperatorAction.decode(new UnsafeBuffer(body), 0, body.length);
    }
}
