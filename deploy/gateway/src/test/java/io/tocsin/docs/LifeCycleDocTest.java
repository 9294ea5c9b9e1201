package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.board.AlarmInput;
import io.tocsin.engine.board.LifeCycleTable;
import io.tocsin.engine.result.AlarmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of the life cycle in the documentation is the one in the code. */
class LifeCycleDocTest {
    private static final Path PAGE = Path.of(System.getProperty("tocsin.root"), "docs", "semantics.md");

    @Test
    void shouldShowTheTableOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        for (AlarmState state : AlarmState.values()) {
            String latched = LifeCycleTable.outcome(state, AlarmInput.CLEAR, true, true)
                    .next()
                    .shortName();
            String clear = cell(state, AlarmInput.CLEAR);
            String row = String.join(
                    " | ",
                    List.of(
                            "| " + state.shortName(),
                            cell(state, AlarmInput.RAISE),
                            cell(state, AlarmInput.RISE),
                            clear.equals("–") ? clear : clear + "; with `latch` " + latched,
                            cell(state, AlarmInput.ACKNOWLEDGE),
                            cell(state, AlarmInput.RESET) + " |"));
            assertThat(page).contains(row).contains("`" + state.name() + "`");
        }
    }

    private static String cell(AlarmState state, AlarmInput input) {
        LifeCycleTable.Outcome outcome = LifeCycleTable.outcome(state, input, false, true);
        Refusal refusal = outcome.refusal();
        if (refusal != null) {
            return refusal.name();
        }
        boolean isNothing = outcome.next() == state && !outcome.rings();
        return isNothing ? "–" : outcome.next().shortName() + (outcome.rings() ? ", rings" : "");
    }
}
