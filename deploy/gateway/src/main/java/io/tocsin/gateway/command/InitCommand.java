package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.config.read.SecretReader;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.SecretRef;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.init.Init;
import io.tocsin.gateway.init.InitException;
import io.tocsin.gateway.print.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin init}: from a live broker to a first configuration. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Listens to a broker, recognises the payloads, and writes a commented configuration.",
            "Mappings are active, rules stand in comments with the evidence for their numbers."
        })
public final class InitCommand implements Callable<Integer> {
    private static final String EVERYTHING = "#";

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "tcp://HOST:PORT or ssl://HOST:PORT.")
    private String url;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            defaultValue = EVERYTHING,
            description = "Topic filter to listen to; may be repeated. Default: ${DEFAULT-VALUE}, everything.")
    private List<String> filters;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long to listen. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(names = "--username", paramLabel = "NAME", description = "Name to log in with, or a reference.")
    private String username;

    @Option(
            names = "--password",
            paramLabel = "REFERENCE",
            description = "$${env:NAME} or $${file:PATH}; the file gets the reference, never the password.")
    private String password;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "gateway",
            description = "Name of the gateway. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "tocsin.yaml",
            description = "File to write; it must not exist. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Override
    public Integer call() throws CommandException, InterruptedException, IOException, ConfigException {
        if (Files.exists(output)) {
            throw new CommandException(ExitCodes.WRONG_USAGE, output + " exists: choose another file with -o");
        }
        Init.Broker broker = broker();
        PrintWriter out = spec.commandLine().getOut();
        out.println("listens to " + url + " for " + duration.toSeconds() + " s"
                + (filters.contains(EVERYTHING)
                        ? ", to every topic: on a large broker choose with --filter"
                        : ", to " + String.join(", ", filters)));
        out.flush();
        Init init;
        try {
            init = Init.listen(name, broker, filters, duration.toMillis());
        } catch (InitException e) {
            throw new CommandException(ExitCodes.FAILED, e.getMessage());
        }
        out.println("heard " + Numbers.grouped(init.messages()) + " messages on "
                + Numbers.grouped(init.mappedCount() + init.unmappedCount()) + " topics, "
                + Numbers.grouped(init.mappedCount()) + " of them mapped by " + init.filterCount() + " filters"
                + (init.skipped() == 0
                        ? ""
                        : "; " + Numbers.grouped(init.skipped()) + " messages were too large or too many"));
        if (init.text().isEmpty()) {
            throw new CommandException(
                    ExitCodes.FAILED,
                    init.messages() == 0
                            ? "nothing was heard: listen longer with --for, or to other topics with --filter"
                            : "no topic could be mapped: see docs/how-to/map-payloads.md");
        }
        try {
            Files.writeString(output, init.text(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCodes.WRONG_USAGE, output + " exists: choose another file with -o");
        }
        new ConfigLoader().load(output).warnings().forEach(spec.commandLine().getErr()::println);
        out.println("wrote " + output + "; next: take the # away from the rules you want, then tocsin check -c "
                + output + " and tocsin try -c " + output);
        return ExitCodes.FINE;
    }

    private Init.Broker broker() throws CommandException {
        try {
            ValueTypes.BROKER_URL.parse(Scalar.plain(url));
            ValueTypes.NAME.parse(new Scalar(name, false));
            for (String filter : filters) {
                ValueTypes.SUBSCRIPTION.parse(new Scalar(filter, false));
            }
            return new Init.Broker(url, secret(username), username, password(), password);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.WRONG_USAGE, e.getMessage());
        }
    }

    private String password() throws CommandException {
        if (password != null && ValueTypes.SECRET.parse(Scalar.plain(password)).kind() == SecretRef.Kind.LITERAL) {
            throw new CommandException(
                    ExitCodes.WRONG_USAGE,
                    "--password takes a reference, ${env:NAME} or ${file:PATH}: others can read what is typed here");
        }
        return secret(password);
    }

    private static String secret(String text) {
        return text == null
                ? null
                : new SecretReader(Path.of("").toAbsolutePath(), System::getenv)
                        .read(ValueTypes.SECRET.parse(Scalar.plain(text)));
    }
}
