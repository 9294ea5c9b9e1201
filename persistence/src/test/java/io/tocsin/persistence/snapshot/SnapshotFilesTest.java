package io.tocsin.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {
    private static final int LONG_STATE = 3 * SnapshotLayout.MAX_BLOCK_LENGTH + 12_345;

    @TempDir
    private Path dir;

    private final List<String> log = new ArrayList<>();

    @Test
    void shouldGiveBackTheNewestStateWhenThereAreSeveral() {
        SnapshotFiles files = files(2);
        files.write(10, writing(bytes(1, 100)));
        files.write(20, writing(bytes(2, LONG_STATE)));
        files.write(30, writing(bytes(3, 0)));

        assertThat(files.positions()).containsExactly(20, 30);
        assertThat(restored(files, 29)).isEqualTo(bytes(2, LONG_STATE));
        assertThat(restored(files, Long.MAX_VALUE)).isEmpty();
        assertThat(files.restoreNewest(19, in -> {})).isEqualTo(SnapshotStore.NONE);
    }

    @Test
    void shouldFindTheNewestThatWillDo() throws IOException {
        SnapshotFiles files = files(4);
        for (int position = 10; position <= 40; position += 10) {
            files.write(position, writing(bytes(position, 100)));
        }
        Files.write(files.file(30), new byte[10]);
        List<Long> asked = new ArrayList<>();

        long found = files.newest(40, (position, state) -> {
            asked.add(position);
            return readAll(state)[0] == bytes(20, 100)[0];
        });

        assertThat(found).isEqualTo(20);
        assertThat(asked).as("whole ones, the newest first").containsExactly(40L, 20L);
        byte[][] state = new byte[1][];
        files.restore(found, in -> state[0] = readAll(in));
        assertThat(state[0]).isEqualTo(bytes(20, 100));
        assertThat(files.newest(40, (position, in) -> false)).isEqualTo(SnapshotStore.NONE);
    }

    @Test
    void shouldSkipADamagedSnapshotAndSaySo() throws IOException {
        SnapshotFiles files = files(3);
        files.write(10, writing(bytes(1, 5_000)));
        files.write(20, writing(bytes(2, 5_000)));
        long seed = Long.getLong("tocsin.seed", 7);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(files.file(20));
        for (int i = 0; i < 500; i++) {
            byte[] damaged = damage(whole, random);
            Files.write(files.file(20), damaged);
            log.clear();
            assertThat(restored(files, Long.MAX_VALUE))
                    .as("damage %s, -Dtocsin.seed=%d", i, seed)
                    .isEqualTo(bytes(1, 5_000));
            assertThat(log)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("skipped", files.file(20).toString());
        }
    }

    @Test
    void shouldLeaveTheOldOnesWhenAWriteFails() {
        SnapshotFiles files = files(1);
        files.write(10, writing(bytes(1, 100)));
        assertThatThrownBy(() -> files.write(20, out -> {
                    throw new UncheckedIOException(new IOException("the disk is full"));
                }))
                .hasMessageContaining("the disk is full");
        assertThat(restored(files, Long.MAX_VALUE)).isEqualTo(bytes(1, 100));
        files.write(30, writing(bytes(3, 100)));
        assertThat(dir).isDirectoryNotContaining(file -> file.toString().endsWith(".unfinished"));
    }

    @Test
    void shouldNameTheFileWhenTheStateHasAnotherLayout() {
        SnapshotFiles files = files(1);
        files.write(10, writing(bytes(1, 100)));
        assertThatThrownBy(() -> files.restoreNewest(10, in -> {
                    throw new IllegalStateException("expected section=plan");
                }))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("expected section=plan")
                .hasMessageContaining(files.file(10).toString());
    }

    @Test
    void shouldRefuseANewerVersionAndLeaveEverythingAsItIs() throws IOException {
        SnapshotFiles files = files(2);
        files.write(10, writing(bytes(1, 100)));
        files.write(20, writing(bytes(2, 100)));
        byte[] newer = ofVersion(Files.readAllBytes(files.file(20)), SnapshotLayout.VERSION + 1);
        Files.write(files.file(20), newer);
        assertThatThrownBy(() -> files.restoreNewest(Long.MAX_VALUE, in -> {}))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("a newer version of tocsin wrote this snapshot: its format is 3")
                .hasMessageContaining(files.file(20).toString());
        assertThat(Files.readAllBytes(files.file(20))).isEqualTo(newer);
        assertThat(files.positions()).containsExactly(10, 20);
    }

    /** The head says so, and its checksum is right. */
    private static byte[] ofVersion(byte[] whole, int version) {
        ByteBuffer head = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(SnapshotLayout.VERSION_OFFSET, version);
        CRC32C crc = new CRC32C();
        crc.update(whole, 0, SnapshotLayout.CRC_OFFSET);
        crc.update(whole, SnapshotLayout.POSITION_OFFSET, SnapshotLayout.HEAD_LENGTH - SnapshotLayout.POSITION_OFFSET);
        head.putInt(SnapshotLayout.CRC_OFFSET, (int) crc.getValue());
        return whole;
    }

    private SnapshotFiles files(int keep) {
        return new SnapshotFiles(dir, keep, log::add, () -> 1);
    }

    private static byte[] damage(byte[] whole, Random random) {
        if (random.nextBoolean()) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    private static byte[] restored(SnapshotFiles files, long maxPosition) {
        byte[][] state = new byte[1][];
        assertThat(files.restoreNewest(maxPosition, in -> state[0] = readAll(in)))
                .isNotEqualTo(SnapshotStore.NONE);
        return state[0];
    }

    private static byte[] readAll(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Consumer<OutputStream> writing(byte[] bytes) {
        return out -> {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
