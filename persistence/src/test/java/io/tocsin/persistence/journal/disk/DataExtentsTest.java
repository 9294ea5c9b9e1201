package io.tocsin.persistence.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class DataExtentsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void shouldFindTheEndOfTheLastDataBehindAHole() throws Exception {
        Path file = directory.resolve("file");
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(50 * MIB);
            assertThat(DataExtents.end(file)).as("a hole only").isZero();
            FileChannel channel = random.getChannel();
            channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
            assertThat(DataExtents.end(file)).isBetween(1L, (long) MIB);
            channel.write(ByteBuffer.wrap(new byte[] {1}), 3 * MIB);
            assertThat(DataExtents.end(file)).isBetween(3L * MIB + 1, 4L * MIB);
        }
    }
}
