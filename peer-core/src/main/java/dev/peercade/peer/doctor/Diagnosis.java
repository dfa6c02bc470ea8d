package dev.peercade.peer.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that was found out, for sharing: like its findings it can hold no address and no name.
///
/// @param findings in the order of their subjects, nodes by their numbers
/// @param reach how media gets to peers behind each kind of NAT
public record Diagnosis(NatBehaviour nat, List<Finding> findings, Map<PeerNat, Reach> reach) {

    /// @param detour how media goes where there is no direct path
    static Diagnosis of(NatBehaviour nat, List<Finding> findings, Reach detour) {
        return new Diagnosis(
                nat,
                findings.stream()
                        .sorted(Comparator.comparing(
                                        (Finding finding) -> finding.node() > 0 ? Subject.NODE_UDP : finding.subject())
                                .thenComparingInt(Finding::node)
                                .thenComparing(Finding::subject))
                        .toList(),
                Reach.table(nat, detour));
    }

    public Diagnosis {
        findings = List.copyOf(findings);
        reach = Map.copyOf(reach);
    }

    /// That of the worst finding; what could not be found out counts as well as what is well.
    public Verdict verdict() {
        return findings.stream()
                .map(Finding::verdict)
                .filter(verdict -> verdict != Verdict.UNKNOWN)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.UNKNOWN);
    }

    /// The whole in a sentence.
    public String sentence() {
        long problems = count(Verdict.PROBLEM);
        long warnings = count(Verdict.WARNING);
        if (problems > 0) {
            return problems == 1
                    ? "One thing does not work; its remedy stands beside it."
                    : problems + " things do not work; their remedies stand beside them.";
        }
        if (warnings > 0) {
            return warnings == 1
                    ? "Everything works; one thing could be better."
                    : "Everything works; " + warnings + " things could be better.";
        }
        return verdict() == Verdict.UNKNOWN ? "Nothing could be found out." : "All is well.";
    }

    /// All of it as lines: a finding, its remedy below it, the whole last.
    public String text() {
        return Stream.concat(findings.stream().flatMap(finding -> finding.lines().stream()), Stream.of("", sentence()))
                .collect(Collectors.joining("\n"));
    }

    /// How many findings are to be taken so.
    public long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
