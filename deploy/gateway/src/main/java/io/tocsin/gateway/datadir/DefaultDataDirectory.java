package io.tocsin.gateway.datadir;

import java.nio.file.Path;

/**
 * Default data directory: {@code data/{name}} beside the configuration. Older versions used {@code data} for every
 * gateway; such a directory is still used if it holds this gateway's journal.
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
     * Finds the default data directory.
     *
     * @param baseDir the directory of the configuration
     * @param gateway the gateway's name
     * @throws io.tocsin.engine.journal.JournalException when the owner of an old directory cannot be found
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
