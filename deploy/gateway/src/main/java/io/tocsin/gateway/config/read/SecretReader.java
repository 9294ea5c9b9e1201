package io.tocsin.gateway.config.read;

import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.config.schema.SecretRef;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fetches secrets from the environment and from files. Its messages name the place, never the value. */
public final class SecretReader {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Set<PosixFilePermission> LOOSE =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private final Path baseDir;
    private final UnaryOperator<String> environment;

    /**
     * @param baseDir base of relative paths
     * @param environment returns a variable's value or null
     */
    public SecretReader(Path baseDir, UnaryOperator<String> environment) {
        this.baseDir = baseDir;
        this.environment = environment;
    }

    /**
     * @return the secret
     * @throws IllegalArgumentException when it is absent, empty, or readable by other users
     */
    public String read(SecretRef ref) {
        return switch (ref.kind()) {
            case LITERAL -> ref.where();
            case ENVIRONMENT -> fromEnvironment(ref.where());
            case FILE -> fromFile(baseDir.resolve(ref.where()));
        };
    }

    private String fromEnvironment(String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + variable + " is not set");
        }
        return value;
    }

    private static String fromFile(Path file) {
        try {
            PlainFile.require(file);
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && posix.readAttributes().permissions().stream().anyMatch(LOOSE::contains)) {
                throw new IllegalArgumentException("the secret file " + file
                        + " is readable or writable for other users: remove these permissions with chmod o-rw,g-w");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("the secret file " + file + " is larger than 64 KiB");
            }
            String value = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the secret file " + file + " is empty");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no secret file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the secret file " + file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret file cannot be read: " + FaultText.of(e), e);
        }
    }
}
