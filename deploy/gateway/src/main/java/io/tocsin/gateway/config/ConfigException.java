package io.tocsin.gateway.config;

import java.util.List;

/** A configuration cannot be run. The message holds every error, one a line. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param errors at least one, each one line that begins with the file's name
     */
    public ConfigException(List<String> errors) {
        super(String.join("\n", errors));
    }

    /** The errors, in the order of the file. */
    public List<String> errors() {
        return getMessage().lines().toList();
    }
}
