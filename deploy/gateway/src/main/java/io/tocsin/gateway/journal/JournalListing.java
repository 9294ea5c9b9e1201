package io.tocsin.gateway.journal;

import io.tocsin.gateway.config.schema.Sizes;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import io.tocsin.gateway.print.Times;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The segments of a journal as a table. */
public final class JournalListing {
    private JournalListing() {}

    /**
     * @param dir the journal's directory
     * @param segments oldest first
     */
    public static List<String> lines(Path dir, List<SegmentInfo> segments) {
        TextTable table = new TextTable(
                "SEGMENT", ">GENERATION", ">FIRST", ">END", ">RECORDS", ">BATCHES", "FROM", "TO", ">USED", ">B/RECORD");
        long records = 0;
        long usedBytes = 0;
        for (SegmentInfo segment : segments) {
            records += segment.recordCount();
            usedBytes += segment.usedBytes();
            table.row(
                    dir.relativize(segment.file()).toString(),
                    Integer.toString(segment.generation()),
                    Numbers.grouped(segment.firstPosition()),
                    Numbers.grouped(segment.endPosition()),
                    Numbers.grouped(segment.recordCount()),
                    Numbers.grouped(segment.batchCount()),
                    time(segment.firstTimeNs()),
                    time(segment.lastTimeNs()),
                    Sizes.round(segment.usedBytes()),
                    perRecord(segment.usedBytes(), segment.recordCount()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(Numbers.grouped(records) + " records in " + segments.size()
                + (segments.size() == 1 ? " segment, " : " segments, ") + Sizes.round(usedBytes));
        return lines;
    }

    /** Control records carry no time; a batch that begins with one has none to show. */
    private static String time(long timeNs) {
        return timeNs == 0 ? "-" : Times.seconds(timeNs);
    }

    private static String perRecord(long bytes, long records) {
        return records == 0 ? "-" : String.format(Locale.ROOT, "%.1f", (double) bytes / records);
    }
}
