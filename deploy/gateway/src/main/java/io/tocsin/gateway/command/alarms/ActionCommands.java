package io.tocsin.gateway.command.alarms;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.gateway.command.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The actions of operators as commands. */
final class ActionCommands {
    private ActionCommands() {}

    @Command(
            name = "ack",
            mixinStandardHelpOptions = true,
            description = {
                "Acknowledges an alarm, up to the level that is in force.",
                "With --id only that episode, with --event only the level of that event."
            })
    static final class Acknowledge extends ActionCommand {
        @Option(names = "--id", paramLabel = "ID", defaultValue = "", description = "Id of the episode.")
        private String id;

        @Option(
                names = "--event",
                paramLabel = "EVENT-ID",
                defaultValue = "",
                description = "Id of the event that was seen.")
        private String eventId;

        @Override
        ActionKind kind() {
            return ActionKind.ACKNOWLEDGE;
        }

        @Override
        String done() {
            return "acknowledged";
        }

        @Override
        OperatorAction complete(OperatorAction action) {
            return action.of(id, eventId);
        }
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Resets a latched alarm that has returned and is acknowledged.")
    static final class Reset extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.RESET;
        }

        @Override
        String done() {
            return "reset";
        }
    }

    @Command(
            name = "shelve",
            mixinStandardHelpOptions = true,
            description = "Silences an alarm for a time, or until it has returned to normal.")
    static final class Shelve extends ActionCommand {
        @ArgGroup(multiplicity = "1")
        private Length length;

        /** The choice of the shelf. */
        private static final class Length {
            @Option(
                    names = "--for",
                    paramLabel = "DURATION",
                    converter = DurationConverter.class,
                    description = "How long, such as 2h; at most the rule's maxShelve.")
            private Duration duration;

            @Option(names = "--once", description = "Until the alarm has returned to normal, at most maxShelve.")
            private boolean isOnce;
        }

        @Override
        ActionKind kind() {
            return length.isOnce ? ActionKind.SHELVE_ONCE : ActionKind.SHELVE;
        }

        @Override
        String done() {
            return "shelved";
        }

        @Override
        OperatorAction complete(OperatorAction action) {
            return length.isOnce ? action : action.lasting(length.duration.toNanos());
        }
    }

    @Command(name = "unshelve", mixinStandardHelpOptions = true, description = "Ends the shelf of an alarm.")
    static final class Unshelve extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.UNSHELVE;
        }

        @Override
        String done() {
            return "unshelved";
        }
    }

    @Command(
            name = "suppress",
            mixinStandardHelpOptions = true,
            description = "Suppresses an alarm until unsuppress ends it.")
    static final class Suppress extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.SUPPRESS;
        }

        @Override
        String done() {
            return "suppressed";
        }
    }

    @Command(name = "unsuppress", mixinStandardHelpOptions = true, description = "Ends the suppression of an alarm.")
    static final class Unsuppress extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.UNSUPPRESS;
        }

        @Override
        String done() {
            return "no longer suppressed";
        }
    }

    @Command(
            name = "out-of-service",
            mixinStandardHelpOptions = true,
            description = "Takes an alarm out of service until in-service ends it; needs --why.")
    static final class OutOfService extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.OUT_OF_SERVICE;
        }

        @Override
        String done() {
            return "out of service";
        }
    }

    @Command(name = "in-service", mixinStandardHelpOptions = true, description = "Takes an alarm into service again.")
    static final class InService extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.IN_SERVICE;
        }

        @Override
        String done() {
            return "in service";
        }
    }

    @Command(
            name = "comment",
            mixinStandardHelpOptions = true,
            description = "Adds a comment to an alarm, given by --why.")
    static final class Comment extends ActionCommand {
        @Override
        ActionKind kind() {
            return ActionKind.COMMENT;
        }

        @Override
        String done() {
            return "commented";
        }
    }
}
