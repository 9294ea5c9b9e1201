package io.tocsin.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Main classes of all modules by package, read from their source folders: one file, one top-level type. */
final class SourceTree {
    /** File of a package's map. */
    static final String MAP = "package-info";

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String SUFFIX = ".java";

    private final Map<String, Set<String>> types = new TreeMap<>();
    private final Set<String> mapped = new TreeSet<>();

    private SourceTree() {}

    static SourceTree read(Path root) throws IOException {
        SourceTree tree = new SourceTree();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean isSkipped = name.startsWith(".") || name.equals("target");
                return isSkipped && !directory.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                tree.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return tree;
    }

    /** Names of top-level types by package. */
    Map<String, Set<String>> types() {
        return types;
    }

    /** Packages that have a map. */
    Set<String> mapped() {
        return mapped;
    }

    private void add(Path file) {
        String name = file.getFileName().toString();
        Path directory = file.getParent();
        for (Path above = directory; above != null; above = above.getParent()) {
            if (above.endsWith(SOURCES) && name.endsWith(SUFFIX)) {
                String room = above.relativize(directory)
                        .toString()
                        .replace('\\', '/')
                        .replace('/', '.');
                addType(room, name.substring(0, name.length() - SUFFIX.length()));
                return;
            }
        }
    }

    private void addType(String room, String type) {
        if (type.equals(MAP)) {
            mapped.add(room);
        } else {
            types.computeIfAbsent(room, key -> new TreeSet<>()).add(type);
        }
    }
}
