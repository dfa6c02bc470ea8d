package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `peercade`.
@Command(
        name = "peercade",
        description = "Watch each other's games straight from desktop to desktop.",
        mixinStandardHelpOptions = true,
        version = "peercade 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nEvery option has an environment variable: --password-file is PEERCADE_PASSWORD_FILE.%n%n",
        footer = {
            "Exit codes: 0 done, 1 failed, 2 wrong options, 3 refused by the mediator or the streamer,",
            "4 no such session or source, 5 no path to the other peer, 130 interrupted, 143 terminated."
        })
public final class Main {

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("server", ServerCommand::new);
        COMMANDS.put("register", RegisterCommand::new);
        COMMANDS.put("stream", StreamCommand::new);
        COMMANDS.put("watch", WatchCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("node", NodeCommand::new);
        COMMANDS.put("nodes", NodesCommand::new);
        COMMANDS.put("standby", StandbyCommand::new);
        COMMANDS.put("help", () -> new CommandLine.HelpCommand());
    }

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        boolean verbose = given("--verbose", arguments);
        boolean json = given("--json", arguments);
        Logs.configure(verbose);
        Output output = Output.toTerminal(json);
        CommandLine commandLine = commandLine(arguments)
                .registerConverter(
                        Path.class, path -> Caller.current().directory().resolve(path))
                .setDefaultValueProvider(new EnvironmentDefaults())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler((e, unused) -> {
            output.show(failed("usage", sentence(e), "See 'peercade " + commandOf(e) + "--help'."));
            return ExitCode.USAGE.code();
        });
        commandLine.setExecutionExceptionHandler((e, unused, result) -> {
            if (e instanceof CommandFailure failure && failure.code().equals(CommandFailure.NEEDS_TERMINAL)) {
                return ExitCode.NEEDS_TERMINAL.code();
            }
            CommandEvent.Failed failed = e instanceof CommandFailure failure
                    ? failed(failure.code(), String.valueOf(failure.getMessage()), failure.remedy())
                    : failed("internal", "Something unforeseen happened: " + e + ".", "Run it again with --verbose.");
            output.show(failed);
            if (verbose) {
                LoggerFactory.getLogger(Main.class).error("the command failed", e);
            }
            return failed.exitCode();
        });
        return Interrupt.exitCode(commandLine.execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }

    /// Before the options are read, since their errors are told accordingly.
    private static boolean given(String option, String... arguments) {
        return Arrays.asList(arguments).contains(option)
                || Boolean.parseBoolean(Caller.current().environment().get(EnvironmentDefaults.variable(option)));
    }

    /// Reading the options of all commands takes a third of a second, so only the one that is named is set up.
    private static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        Supplier<Object> named =
                arguments.length == 0 || arguments[0].equals("help") ? null : COMMANDS.get(arguments[0]);
        if (named != null) {
            return commandLine.addSubcommand(arguments[0], named.get());
        }
        COMMANDS.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        return commandLine;
    }

    private static CommandEvent.Failed failed(String code, String message, String remedy) {
        return new CommandEvent.Failed(code, message, remedy, ExitCode.of(code).code());
    }

    private static String commandOf(ParameterException e) {
        String name = e.getCommandLine().getCommandName();
        return name.equals("peercade") ? "" : name + " ";
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            String kind = unmatched.isUnknownOption()
                    ? "There is no option '%s'."
                    : e.getCommandLine().getSubcommands().isEmpty()
                            ? "'%s' is one word too many."
                            : "There is no command '%s'.";
            List<String> similar = unmatched.getSuggestions();
            // Whoever mistypes a word gets its length about right.
            List<String> likely = similar.stream()
                    .filter(option -> Math.abs(option.length() - word.length()) <= 3)
                    .toList();
            List<String> meant = likely.isEmpty() ? similar : likely;
            return kind.formatted(word) + (meant.isEmpty() ? "" : " Did you mean " + String.join(" or ", meant) + "?");
        }
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
