package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.checkup.CheckupSettings;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Verdict;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.Running;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Find out why connections are as they are here, and what to do about it.",
            "What it prints can be shown to anyone: it holds no address, no name and no id."
        },
        sortOptions = false,
        footerHeading =
                "%nExit codes: 0 when nothing is a problem; else that of the first one: 3 refused by the mediator or"
                        + " the streamer, 4 no such session, 5 no path, 1 anything else.%n")
final class DoctorCommand implements Callable<Integer> {

    /// What a call to a mediator fails with that is not there, or shows a certificate that nobody vouches for.
    private static final Set<String> UNANSWERED = Set.of("unreachable", "timeout", "certificate-unknown");

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Watch this session too, for a few seconds: the streamer sees you as a viewer. One that asks"
                    + " before it admits is not watched. Needs --user.")
    private @Nullable UUID session;

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = SecondsConverter.class,
            description = "Seconds after which whatever is not known stays unknown, but for --session. Default: 15.")
    private Duration timeout = CheckupSettings.PATIENCE;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        try (PeerCore core = PeerCore.open(network.coreSettings());
                Interrupt interrupt = new Interrupt()) {
            MediatorAccount patient = patient(core, output);
            CompletableFuture<Diagnosis> diagnosis = new CompletableFuture<>();
            Running checkup = core.checkup(
                    new CheckupSettings(patient, !patient.userName().isEmpty(), session, network.connect(), timeout),
                    event -> {
                        switch (event) {
                            case CheckupEvent.Began(CheckupEvent.Part part) -> output.say(part.words() + " ...");
                            case CheckupEvent.Found(Finding finding) ->
                                finding.lines().forEach(output::say);
                            case CheckupEvent.Done(Diagnosis found) -> diagnosis.complete(found);
                        }
                    });
            interrupt.stopBy(checkup::close);
            Diagnosis found = diagnosis.join();
            output.show(new CommandEvent.Diagnosed(DoctorReport.of(found)));
            return exitCode(found).code();
        }
    }

    /// A mediator that does not answer is a finding, not the end.
    private MediatorAccount patient(PeerCore core, Output output) throws CommandFailure {
        if (account.user == null) {
            return account.nobody();
        }
        try {
            return account.account(core, output);
        } catch (CommandFailure e) {
            if (UNANSWERED.contains(e.code())) {
                return account.nobody();
            }
            throw e;
        }
    }

    /// That of the first problem.
    private static ExitCode exitCode(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.PROBLEM)
                .findFirst()
                .map(problem -> switch (problem.statement()) {
                    case MEDIATOR_UNTRUSTED,
                            ACCOUNT_REFUSED,
                            VISIT_REFUSED,
                            VISIT_IDENTITY_CHANGED,
                            VISIT_IDENTITY_FORGED -> ExitCode.REFUSED;
                    case VISIT_NOT_FOUND -> ExitCode.NOT_FOUND;
                    case UDP_BLOCKED,
                            NODES_UNREACHED,
                            REACH_NOBODY,
                            REACH_FEW_NO_RELAY,
                            VISIT_NO_PATH,
                            VISIT_NO_MEDIA -> ExitCode.NO_PATH;
                    case VISIT_NEEDS_ACCOUNT -> ExitCode.USAGE;
                    default -> ExitCode.FAILED;
                })
                .orElse(ExitCode.OK);
    }
}
