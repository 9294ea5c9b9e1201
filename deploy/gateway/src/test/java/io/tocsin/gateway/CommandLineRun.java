package io.tocsin.gateway;

import io.tocsin.engine.dataflow.Dataflow;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the command line inside the test.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed
 * @param err its errors
 */
public record CommandLineRun(int exitCode, String out, String err) {
    /** Runs it. */
    public static CommandLineRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Tocsin.commandLine(Dataflow.NONE, args)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(args);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
}
