package dev.peercade.cli;

import dev.peercade.model.report.DiagnosisReport;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.NatBehaviour;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A diagnosis as lines and as a document.
final class DoctorReport {

    private DoctorReport() {}

    static DiagnosisReport of(Diagnosis diagnosis) {
        NatBehaviour nat = diagnosis.nat();
        Map<String, String> reach = new LinkedHashMap<>();
        new TreeMap<>(diagnosis.reach()).forEach((peer, way) -> reach.put(peer.toString(), way.toString()));
        Map<String, String> behaviour = new LinkedHashMap<>();
        behaviour.put("mapping", word(nat.mapping()));
        behaviour.put("filtering", word(nat.filtering()));
        behaviour.put("hairpin", word(nat.hairpin()));
        return new DiagnosisReport(
                diagnosis.verdict().toString(),
                diagnosis.sentence(),
                behaviour,
                diagnosis.findings().stream().map(DoctorReport::of).toList(),
                reach);
    }

    private static DiagnosisReport.Finding of(Finding finding) {
        Map<String, Double> figures = new LinkedHashMap<>();
        new TreeMap<>(finding.figures())
                .forEach((figure, number) -> figures.put(figure.toString(), Math.round(number * 100) / 100.0));
        return new DiagnosisReport.Finding(
                finding.subject().toString(),
                word(finding.statement()),
                finding.node() == 0 ? null : finding.node(),
                finding.verdict().toString(),
                finding.sentence(),
                finding.remedy(),
                figures);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
