package io.tocsin.gateway.command;

import io.tocsin.gateway.config.bind.ReferencePage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin reference}: every key of the configuration. */
@Command(
        name = "reference",
        mixinStandardHelpOptions = true,
        description = "Prints every key of the configuration with type, default and meaning, as Markdown.")
public final class ReferenceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(ReferencePage.markdown());
        spec.commandLine().getOut().flush();
        return ExitCodes.FINE;
    }
}
