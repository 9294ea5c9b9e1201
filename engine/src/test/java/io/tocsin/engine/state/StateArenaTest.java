package io.tocsin.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

class StateArenaTest {
    @Test
    void shouldKeepEverySlotApartWhenItGrows() {
        StateArena arena = new StateArena(24);
        for (int slot = 0; slot < 5_000; slot++) {
            assertThat(arena.addSlot()).isEqualTo(slot);
            for (int offset = 0; offset < 24; offset += 8) {
                assertThat(arena.chunk(slot).getLong(arena.offset(slot) + offset))
                        .isZero();
                arena.chunk(slot).putLong(arena.offset(slot) + offset, slot * 3L + offset);
            }
        }
        for (int slot = 0; slot < 5_000; slot++) {
            for (int offset = 0; offset < 24; offset += 8) {
                assertThat(arena.chunk(slot).getLong(arena.offset(slot) + offset))
                        .isEqualTo(slot * 3L + offset);
            }
        }
        assertThat(arena.slotCount()).isEqualTo(5_000);
        assertThat(arena.byteCount()).isEqualTo(20L * StateArena.CHUNK_SLOTS * 24);
    }

    @Test
    void shouldDigestOnlyWhatIsAResult() throws NoSuchAlgorithmException {
        StateArena arena = new StateArena(16);
        arena.addSlot();
        arena.addSlot();
        byte[] before = digest(arena);
        arena.chunk(1).putLong(arena.offset(1) + 8, 7);
        assertThat(digest(arena)).isEqualTo(before);
        arena.chunk(1).putLong(arena.offset(1), 7);
        assertThat(digest(arena)).isNotEqualTo(before);
    }

    @Test
    void shouldRefuseSlotLengthWhenNoMultipleOfEight() {
        assertThatThrownBy(() -> new StateArena(12)).hasMessageEndingWith("slotLength=12");
        assertThatThrownBy(() -> new StateArena(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] digest(StateArena arena) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        arena.digest(digest, 8);
        return digest.digest();
    }
}
