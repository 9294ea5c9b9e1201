package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.event.EventMembers;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.api.ActionRequest;
import io.tocsin.gateway.api.ApiClient;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * An operator action on one alarm, by the local API of the running gateway. Prints the alarm's state, or the refusal's
 * code and words.
 */
abstract class ActionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(index = "0", paramLabel = "ALARM", description = "Name of the alarm.")
    private String alarm;

    @Parameters(index = "1", paramLabel = "SENSOR", description = "Name of the sensor.")
    private String sensor;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Person who acts. Default: the name of the user.")
    private String by;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Reason, or comment.")
    private String why;

    @Option(names = "--json", description = "Prints the answer as one JSON object.")
    private boolean isJson;

    /** Kind of the action. */
    abstract ActionKind kind();

    /** The words for an accepted action. */
    abstract String done();

    /** Adds what only this action has. */
    OperatorAction complete(OperatorAction action) {
        return action;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, InterruptedException {
        GatewayConfig gateway = config.load();
        OperatorAction action;
        try {
            action = complete(OperatorAction.on(kind(), alarm, sensor, by).because(why));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.WRONG_USAGE, e.getMessage());
        }
        try {
            ApiClient.Answer answer =
                    ApiClient.of(gateway.dataDir()).post("alarms/" + kind().word(), ActionRequest.json(action));
            return print(answer);
        } catch (ApiClient.NoGateway e) {
            throw new CommandException(ExitCodes.FAILED, e.getMessage());
        } catch (IOException e) {
            throw new CommandException(ExitCodes.FAILED, "the gateway does not answer: " + FaultText.of(e));
        }
    }

    private int print(ApiClient.Answer answer) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(answer.body());
            return answer.isOk() ? ExitCodes.FINE : ExitCodes.FAILED;
        }
        EventMembers members = EventMembers.parse(answer.body());
        if (answer.isOk()) {
            String state = members.text("state");
            String until = members.text("until");
            out.println(done() + ": " + PlainText.escape(alarm) + ' ' + PlainText.escape(sensor)
                    + (state.isEmpty() ? "" : ", " + StateWords.of(state))
                    + (until.isEmpty() ? "" : ", until " + StateWords.toTheSecond(until)));
            return ExitCodes.FINE;
        }
        String detail = members.text("detail");
        spec.commandLine()
                .getErr()
                .println(PlainText.escape(
                        members.text("code") + ": " + members.text("title") + (detail.isEmpty() ? "" : "; " + detail)));
        return ExitCodes.FAILED;
    }
}
