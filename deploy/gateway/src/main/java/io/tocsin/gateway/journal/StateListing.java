package io.tocsin.gateway.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.gateway.config.schema.Sizes;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import io.tocsin.gateway.print.Times;
import io.tocsin.persistence.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Snapshots or savepoints as a table; each file is read whole and checked. */
public final class StateListing {
    private StateListing() {}

    /**
     * @param kind "snapshots" or "savepoints"
     * @param files by name, in the order of the table
     */
    public static List<String> lines(String kind, Map<String, Path> files) throws IOException {
        if (files.isEmpty()) {
            return List.of("no " + kind);
        }
        TextTable table = new TextTable("NAME", ">POSITION", "CREATED", ">SIZE", "STATE");
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            add(table, entry.getKey(), entry.getValue());
        }
        return table.lines();
    }

    private static void add(TextTable table, String name, Path file) throws IOException {
        String size = Sizes.round(Files.size(file));
        String fault;
        try {
            fault = SnapshotFile.fault(file);
        } catch (JournalException e) {
            fault = "of a newer version of tocsin";
        }
        if (fault == null) {
            SnapshotFile.Head head = SnapshotFile.head(file);
            table.row(name, Numbers.grouped(head.position()), Times.seconds(head.createdNs()), size, "whole");
        } else {
            table.row(name, "-", "-", size, fault);
        }
    }
}
