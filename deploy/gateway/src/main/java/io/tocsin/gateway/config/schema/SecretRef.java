package io.tocsin.gateway.config.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reference to a secret in the configuration. Never printed, because it may contain the secret itself.
 *
 * @param kind kind of the secret's place
 * @param where name of the variable, path of the file, or the secret itself
 */
public record SecretRef(Kind kind, String where) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    /** Kinds of places of a secret. */
    public enum Kind {
        ENVIRONMENT,
        FILE,
        /** Written into the configuration. */
        LITERAL
    }

    static SecretRef parse(Scalar scalar) {
        Matcher matcher = REFERENCE.matcher(scalar.text());
        if (matcher.matches()) {
            Kind kind = matcher.group(1).equals("env") ? Kind.ENVIRONMENT : Kind.FILE;
            return new SecretRef(kind, matcher.group(2));
        }
        if (isReference(scalar.text())) {
            throw new IllegalArgumentException("must be ${env:NAME} or ${file:PATH}, without further text");
        }
        return new SecretRef(Kind.LITERAL, scalar.text());
    }

    /** Whether a text has the beginning of a reference. */
    static boolean isReference(String text) {
        return text.contains("${");
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
