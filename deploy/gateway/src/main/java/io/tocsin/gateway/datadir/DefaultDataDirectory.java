package io.tocsin.gateway.datadir;

import java.nio.file.Path;

/**
 * Where a gateway keeps its files when its configuration does not say: {@code data/{name}} beside the configuration.
 * Versions of before had {@code data} for every gateway; one that holds this gateway's journal is still used.
 *
 * @param path the directory
 * @param isOld whether an earlier version laid it out
 */
public record DefaultDataDirectory(Path path, boolean isOld) {
    /** Placeholder of the gateway's name in a path. */
    public static final String NAME = "{name}";

    private static final String PARENT = "data";

    /** The default as it is written in a configuration. */
    public static final String TEXT = PARENT + "/" + NAME;

    /**
     * Looks for it.
     *
     * @param baseDir the directory of the configuration
     * @param gateway the gateway's name
     * @throws io.tocsin.engine.journal.JournalException when it cannot be told whose an old directory is
     */
    public static DefaultDataDirectory of(Path baseDir, String gateway) {
        Path own = baseDir.resolve(PARENT).resolve(DirectoryName.of(gateway));
        Path old = baseDir.resolve(PARENT);
        boolean isOld = !DataDirectory.isOne(own)
                && DataDirectory.isOne(old)
                && DataOwner.of(old).map(gateway::equals).orElse(true);
        return new DefaultDataDirectory(isOld ? old : own, isOld);
    }

    /** A path of a configuration, with the gateway's name put in. */
    public static Path withName(Path path, String gateway) {
        return Path.of(path.toString().replace(NAME, DirectoryName.of(gateway)));
    }
}
