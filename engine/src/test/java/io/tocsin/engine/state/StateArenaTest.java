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
        assertThat(arena.byteCount()).isEqualTo(20L * StateArena.MAX_CHUNK_SLOTS * 24);
    }

    @Test
    void shouldKeepHotSlotsInOnePieceUpToAMebibyte() {
        StateArena arena = StateArena.ofHotSlots(16);
        arena.addSlot();
        assertThat(arena.byteCount()).isEqualTo(16);
        for (int slot = 1; slot < 70_000; slot++) {
            arena.addSlot();
            arena.chunk(slot).putLong(arena.offset(slot) + 8, slot);
        }
        assertThat(arena.firstChunkCount()).isEqualTo(65_536);
        assertThat(arena.firstChunkAddress() % 64).isZero();
        for (int slot = 0; slot < 70_000; slot++) {
            assertThat(arena.chunk(slot).getLong(arena.offset(slot) + 8)).isEqualTo(slot);
            if (slot < 65_536) {
                assertThat(arena.address(slot)).isEqualTo(arena.firstChunkAddress() + slot * 16L);
            }
        }
        assertThat(arena.byteCount()).isEqualTo(2L << 20);
    }

    /** A rule over one sensor costs one slot. */
    @Test
    void shouldBeginWithOneSlotWhenSlotsAreOfKeys() {
        StateArena arena = StateArena.ofKeys(24);
        for (int slot = 0; slot < 5_000; slot++) {
            assertThat(arena.addSlot()).isEqualTo(slot);
            assertThat(arena.chunk(slot).getLong(arena.offset(slot))).isZero();
            arena.chunk(slot).putLong(arena.offset(slot), slot + 1L);
            assertThat(arena.byteCount())
                    .isLessThanOrEqualTo(24L * (slot < 256 ? 2 * slot + 1 : slot / 256 * 256 + 256));
        }
        for (int slot = 0; slot < 5_000; slot++) {
            assertThat(arena.chunk(slot).getLong(arena.offset(slot))).isEqualTo(slot + 1L);
        }
    }

    /** A stream of percentiles over three sensors must not take the memory of 256. */
    @Test
    void shouldTakeSmallerStepsWhenSlotsAreLarge() {
        StateArena arena = new StateArena(304 << 10);
        for (int slot = 0; slot < 3; slot++) {
            arena.addSlot();
            arena.chunk(slot).putLong(arena.offset(slot) + (304 << 10) - 8, slot);
        }
        for (int slot = 0; slot < 3; slot++) {
            assertThat(arena.chunk(slot).getLong(arena.offset(slot) + (304 << 10) - 8))
                    .isEqualTo(slot);
        }
        assertThat(arena.byteCount()).isEqualTo(4L * (304 << 10));
        assertThat(new StateArena(4 << 20).chunkSlots()).isEqualTo(1);
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
