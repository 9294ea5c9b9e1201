package io.tocsin.gateway.config.read;

import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.SecretRef;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Context that all binders share.
 *
 * @param problems collects the binders' errors
 * @param baseDir base of relative paths: the directory of the file
 * @param secrets reader of secrets
 */
public record BindContext(Problems problems, Path baseDir, SecretReader secrets) {
    /** A path of the configuration as a path of the machine; null stays null. */
    public Path resolve(Path path) {
        return path == null ? null : baseDir.resolve(path).normalize();
    }

    /** The secret under a key; null when it is absent or cannot be read, which is reported. */
    public String secret(SectionReader keys, Key<SecretRef> key) {
        SecretRef ref = keys.get(key);
        return ref == null ? null : attempt(keys.nearest(key), () -> secrets.read(ref));
    }

    /** Makes a value; reports the constructor's exception and returns null if there is one. */
    public <T> T attempt(Item where, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            problems.error(where, e.getMessage());
            return null;
        }
    }
}
