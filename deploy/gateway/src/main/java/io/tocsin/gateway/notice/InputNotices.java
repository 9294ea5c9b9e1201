package io.tocsin.gateway.notice;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.EscapedText;
import io.tocsin.ingest.tally.AbsentValues;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import io.tocsin.ingest.tally.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Notices about a topic filter or file without usable readings. */
final class InputNotices {
    private static final int MOST_MEMBERS = 20;

    private InputNotices() {}

    /** Whether all readings were dropped. */
    static boolean isAllDropped(InputTally tally) {
        return tally.readings() == 0 && tally.count(Kind.DROPPED) > 0;
    }

    /** Whether there are readings and all of them are BAD. */
    static boolean isAllBad(InputTally tally) {
        return tally.readings() > 0 && tally.count(Kind.BAD) == tally.readings();
    }

    /** Whether no message came. */
    static boolean isSilent(InputTally tally) {
        return tally.readings() == 0 && tally.count(Kind.DROPPED) == 0;
    }

    static String silent(InputTally tally) {
        return begin(tally)
                + "no message has arrived since the start; check the connection to the broker, the spelling of the"
                + " filter, and whether a device publishes there";
    }

    static String allDropped(InputTally tally) {
        List<String> reasons = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            if (tally.dropped(counter) > 0) {
                reasons.add(counter.label() + " " + Numbers.grouped(tally.dropped(counter)));
            }
        }
        Sample sample = tally.sample(Kind.DROPPED);
        return begin(tally) + "every reading was dropped: none of " + Numbers.grouped(tally.count(Kind.DROPPED))
                + " was accepted (" + String.join(", ", reasons) + "); the first: " + sample.detail() + ": "
                + sample.text();
    }

    static String allBad(InputTally tally) {
        return begin(tally) + "every reading is BAD, " + Numbers.grouped(tally.readings()) + " of "
                + Numbers.grouped(tally.readings())
                + ", so no limit, state or window rule gets a value; check the good codes in the key quality; the"
                + " first: "
                + tally.sample(Kind.BAD).text();
    }

    /** Values that no message had, a line each, with the members that are there. */
    static List<String> absent(InputTally tally, int mostLines) {
        AbsentValues absent = tally.absent();
        List<String> lines = new ArrayList<>();
        for (AbsentValues.Absent value : absent.values()) {
            if (lines.size() < mostLines) {
                List<String> members = value.members().get();
                String shown = members.stream().limit(MOST_MEMBERS).collect(Collectors.joining(", "));
                lines.add(begin(tally) + "value " + value.path() + " was in none of "
                        + Numbers.grouped(absent.messages()) + (absent.messages() == 1 ? " message" : " messages")
                        + "; "
                        + (members.isEmpty()
                                ? "the newest has no members there"
                                : "members there are: " + EscapedText.of(shown)
                                        + (members.size() > MOST_MEMBERS ? ", …" : "")));
            }
        }
        return lines;
    }

    static String begin(InputTally tally) {
        return "source " + tally.source() + ", " + tally.name() + ": ";
    }
}
