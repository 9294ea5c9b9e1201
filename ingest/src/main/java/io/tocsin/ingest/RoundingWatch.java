package io.tocsin.ingest;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells once, for each member, that its whole numbers are too large for a double and are rounded. The source's reading
 * thread.
 */
public final class RoundingWatch {
    private final String sourceName;
    private final SourceContext context;
    private final Set<String> told = new HashSet<>();

    public RoundingWatch(String sourceName, SourceContext context) {
        this.sourceName = sourceName;
        this.context = context;
    }

    /**
     * A whole number beyond 2^53 was rounded.
     *
     * @param door topic filter or file by which it came
     * @param member that has it
     */
    public void onRounded(String door, String member) {
        if (told.add(door + '\n' + member)) {
            context.log()
                    .accept("source " + sourceName + ": value " + EscapedText.of(member) + " of " + EscapedText.of(door)
                            + " has whole numbers beyond 9007199254740992, which are rounded to 53 bits. For a counter that"
                            + " changes little, publish it in a larger unit");
        }
    }
}
