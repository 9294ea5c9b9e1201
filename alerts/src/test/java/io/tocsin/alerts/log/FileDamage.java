package io.tocsin.alerts.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Ways in which a disk damages a file. */
final class FileDamage {
    private static final int KINDS = 5;

    private FileDamage() {}

    /**
     * Damages a file at random.
     *
     * @return the damage, for people
     */
    static String of(Path file, Random random) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        if (whole.length == 0) {
            return "empty";
        }
        int at = random.nextInt(whole.length);
        int length = Math.min(1 << random.nextInt(13), whole.length - at);
        byte[] bytes = whole.clone();
        String what = switch (random.nextInt(KINDS)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield "bit flipped";
            }
            case 1 -> {
                bytes = Arrays.copyOf(bytes, at);
                yield "cut";
            }
            case 2 -> {
                Arrays.fill(bytes, at, at + length, (byte) 0);
                yield length + " zeroed";
            }
            case 3 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
                yield length + " noise";
            }
            default -> {
                int from = random.nextInt(whole.length - length + 1);
                System.arraycopy(whole, from, bytes, at, length);
                yield length + " from " + from;
            }
        };
        Files.write(file, bytes);
        return file.getFileName() + " " + what + " at " + at + " of " + whole.length;
    }

    /** Flips one bit. */
    static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 4;
        Files.write(file, bytes);
    }
}
