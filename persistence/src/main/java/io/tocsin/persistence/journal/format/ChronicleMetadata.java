package io.tocsin.persistence.journal.format;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Recognizes the documents that Chronicle itself writes into a segment. The walk skips these documents; a flipped bit
 * in a batch's header must not make the walk skip a batch or later ones.
 *
 * <p>There are three: {@code header} at the beginning of the file, and {@code index2index} and {@code index}, which end
 * with a row of file offsets. The offsets only rise; a power cut may have lost some of their pages, which are not
 * forced because no reader uses them.
 */
public final class ChronicleMetadata {
    /**
     * Entries of an index, part of the format. With the spacing, one index covers more batches than most segments have.
     */
    public static final int INDEX_COUNT = 1024;

    private static final int EVENT_NAME = 0xB9;
    private static final byte[] HEADER = name("header");
    private static final byte[][] INDEXES = {name("index"), name("index2index")};

    private static final int MAX_HEADER_LENGTH = 512;
    private static final int OFFSETS_LENGTH = INDEX_COUNT * Long.BYTES;
    private static final int MAX_INDEX_LENGTH = OFFSETS_LENGTH + 64;
    private static final int OFFSET_ALIGNMENT = 4;
    private static final long MAX_OFFSET = 1L << 40;

    /** Bytes needed to recognize the metadata; a longer document is not Chronicle's. */
    public static final int MAX_LENGTH = MAX_INDEX_LENGTH;

    private ChronicleMetadata() {}

    /**
     * Judges a document.
     *
     * @param fileOffset offset of the document in the file, bytes
     * @param buffer holds its content
     * @param index of the content
     * @param length of the content, at most {@link #MAX_LENGTH}
     */
    public static boolean isGenuine(long fileOffset, DirectBuffer buffer, int index, int length) {
        if (fileOffset == 0) {
            return length <= MAX_HEADER_LENGTH && startsWith(HEADER, buffer, index, length);
        }
        for (byte[] name : INDEXES) {
            if (startsWith(name, buffer, index, length)) {
                return length >= name.length + OFFSETS_LENGTH
                        && areOffsets(buffer, index + length - OFFSETS_LENGTH, index + length);
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] name, DirectBuffer buffer, int index, int length) {
        if (length < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (buffer.getByte(index + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean areOffsets(DirectBuffer buffer, int from, int to) {
        long before = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            long offset = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
            if (offset != 0) {
                if (offset <= before || offset >= MAX_OFFSET || offset % OFFSET_ALIGNMENT != 0) {
                    return false;
                }
                before = offset;
            }
        }
        return true;
    }

    private static byte[] name(String text) {
        byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
        byte[] name = new byte[characters.length + 2];
        name[0] = (byte) EVENT_NAME;
        name[1] = (byte) characters.length;
        System.arraycopy(characters, 0, name, 2, characters.length);
        return name;
    }
}
