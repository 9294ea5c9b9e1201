package io.tocsin.gateway.run;

import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * Checks a data directory before any file in it is opened. The directory itself may be a symbolic link. Inside, no link
 * is followed, because anyone with write permission could make the gateway read or overwrite a file elsewhere; and only
 * files and directories are opened, because a FIFO would block. The check reads attributes, not contents.
 */
public final class DataDirectoryGuard {
    /** Suffixes of the gateway's files; a directory with such a name is refused */
    private static final List<String> FILE_SUFFIXES =
            List.of(".cq4", ".cq4t", ".tocsnap", ".alarms", ".cursor", ".jsonl", ".hlog", ".before", ".unfinished");

    private static final Set<String> FILE_NAMES =
            Set.of("lock", "owner", "setting-aside", "end", "extent", "latency.hlog.1");

    private DataDirectoryGuard() {}

    /**
     * @param dir the data directory, or one of those in it
     * @throws JournalException when something in it is neither a file nor a directory, or a directory has the name of a
     *     file
     */
    public static void require(Path dir) {
        if (!Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Path root = dir.toRealPath();
            if (!Files.isDirectory(root)) {
                throw new JournalException(dir + " is not a directory, but the gateway's data directory must be one;"
                        + " move the file or set dataDir");
            }
            Files.walkFileTree(root, new Look());
        } catch (NoSuchFileException e) {
            throw new JournalException(dir + " is a symbolic link to a path that does not exist", e);
        } catch (IOException e) {
            throw new JournalException("cannot check " + dir + ": " + FaultText.of(e), e);
        }
    }

    private static final class Look extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName() == null
                    ? ""
                    : directory.getFileName().toString();
            if (FILE_NAMES.contains(name) || FILE_SUFFIXES.stream().anyMatch(name::endsWith)) {
                throw new JournalException(directory + " is a directory, but the gateway needs a file of that name;"
                        + " move the directory out of the data directory");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String kind = PlainFile.kind(file, attributes, LinkOption.NOFOLLOW_LINKS);
            if (kind != null) {
                throw new JournalException(file + " is " + kind
                        + "; a data directory may contain only files and directories, and links are not followed:"
                        + " replace it by the file itself, or move it out of the data directory");
            }
            return FileVisitResult.CONTINUE;
        }

        /** A running gateway may delete files meanwhile */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
