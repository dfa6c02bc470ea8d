package dev.peercade.model.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the doctor has found, for scripts. Holds no address and no name, so that it can be shown to anyone. Keys
/// of the maps are only ever added.
///
/// @param verdict `ok`, `warning` or `problem` as the worst finding says, or `unknown` where nothing was found out
/// @param sentence the whole in words
/// @param nat `mapping`, `filtering` and `hairpin`, in the words of RFC 4787
/// @param reach for each kind of NAT that another peer may be behind, whether media gets there: `direct`,
///     `relayed`, `none` or `unknown`
public record DiagnosisReport(
        String verdict, String sentence, Map<String, String> nat, List<Finding> findings, Map<String, String> reach) {

    /// @param kind what it is about, such as `mapping` or `node-tcp`
    /// @param code which finding it is, such as `mapping-symmetric`
    /// @param node the number of the relay node that it is about, from 1 on, or null
    /// @param verdict `ok`, `unknown`, `warning` or `problem`
    /// @param remedy what to do about it, or null where all is well
    /// @param figures by their names: `connectMs`, `roundTripMs`, `jitterMs`, `lossPercent`, `probes`, `bytes`,
    ///     `kbps`, `seconds`, `nodes`
    public record Finding(
            String kind,
            String code,
            @Nullable Integer node,
            String verdict,
            String sentence,
            @Nullable String remedy,
            Map<String, Double> figures) {}
}
