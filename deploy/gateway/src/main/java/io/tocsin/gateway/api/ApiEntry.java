package io.tocsin.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The way into the local API of a running gateway: port and token, in a file of the data directory that only the
 * gateway's user can read. Every start has a new token.
 *
 * @param port on the loopback address
 * @param token of 256 bit, in hexadecimal digits
 */
public record ApiEntry(int port, String token) {
    private static final String FILE = "api.json";
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_BYTES = 1_024;
    private static final JsonFactory JSON = new JsonFactory();

    /** The file of a data directory. */
    public static Path file(Path dataDir) {
        return dataDir.resolve(FILE);
    }

    /** A port with a new token. */
    static ApiEntry newToken(int port) {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return new ApiEntry(port, HexFormat.of().formatHex(token));
    }

    /** Writes the file; nobody ever sees half of it, and no other user any of it. */
    void write(Path dataDir) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("port", port);
            json.writeStringField("token", token);
            json.writeEndObject();
        }
        Path file = file(dataDir);
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.writeString(fresh, text.toString(), StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Reads the file of a data directory.
     *
     * @return null when there is none: no gateway runs there, or its API is off
     * @throws IOException the file cannot be read, or is none of this program
     */
    public static ApiEntry read(Path dataDir) throws IOException {
        Path file = file(dataDir);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("not the file of an API, file=" + file);
            }
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static ApiEntry parse(Path file, String text) throws IOException {
        int port = 0;
        String token = "";
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    if (name.equals("port")) {
                        port = json.getValueAsInt();
                    } else if (name.equals("token")) {
                        token = json.getValueAsString("");
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }
        if (port < 1 || port > 65_535 || !token.matches("[0-9a-f]{64}")) {
            throw new IOException("not the file of an API, file=" + file);
        }
        return new ApiEntry(port, token);
    }

    /** Without the token, which must not come into a log. */
    @Override
    public String toString() {
        return "ApiEntry[port=" + port + "]";
    }
}
