package io.tocsin.gateway.datadir;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A gateway's name as the name of a directory, on every file system and in every locale. A name of letters a to z,
 * digits, dots, hyphens and underscores stays as it is; others get a checksum, so that two names do not share a
 * directory.
 */
final class DirectoryName {
    private static final int MAX_LENGTH = 64;

    /**
     * Names of entries in a data directory of an older version, which are reserved: a gateway's directory must not be
     * taken for such an entry.
     */
    private static final Set<String> TAKEN =
            Set.of("journal", "snapshots", "savepoints", "alarms", "dead-letters", "lock", "owner", "setting-aside");

    private DirectoryName() {}

    static String of(String gateway) {
        String safe = gateway.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.", "_");
        if (safe.length() > MAX_LENGTH) {
            safe = safe.substring(0, MAX_LENGTH);
        }
        boolean isSame = safe.equals(gateway) && !TAKEN.contains(gateway.toLowerCase(Locale.ROOT));
        return isSame ? gateway : safe + "-" + checksum(gateway);
    }

    private static String checksum(String gateway) {
        CRC32C crc = new CRC32C();
        crc.update(gateway.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
