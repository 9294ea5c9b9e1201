package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.SecretRef;
import io.tocsin.gateway.config.schema.SourceKeys;
import io.tocsin.gateway.config.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Credentials for a broker and its trusted certificates. Never printed.
 *
 * @param username or null
 * @param password or null
 * @param caFile or null
 */
record Credentials(String username, String password, Path caFile) {
    /**
     * Reads and checks the keys that sources and sinks have in common.
     *
     * @param url the broker's address; null when it could not be read
     */
    static Credentials bind(SectionReader keys, String url, BindContext context) {
        Problems problems = context.problems();
        SecretRef passwordRef = keys.get(SourceKeys.PASSWORD);
        Path caFile = context.resolve(keys.get(SourceKeys.CA_FILE));
        if (passwordRef != null && passwordRef.kind() == SecretRef.Kind.LITERAL) {
            problems.warn(
                    keys.item(SourceKeys.PASSWORD),
                    "is readable for everyone in this file; use ${env:NAME} or ${file:PATH} instead");
        }
        if (keys.has(SourceKeys.PASSWORD) && !keys.has(SourceKeys.USERNAME)) {
            problems.error(keys.item(SourceKeys.PASSWORD), "needs a username");
        }
        if (caFile != null && url != null && !url.startsWith("ssl:")) {
            problems.error(keys.item(SourceKeys.CA_FILE), "works only with ssl:// addresses");
        } else if (caFile != null && !(Files.isRegularFile(caFile) && Files.isReadable(caFile))) {
            problems.error(keys.item(SourceKeys.CA_FILE), "no file to read at " + caFile);
        }
        return new Credentials(
                context.secret(keys, SourceKeys.USERNAME), context.secret(keys, SourceKeys.PASSWORD), caFile);
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
