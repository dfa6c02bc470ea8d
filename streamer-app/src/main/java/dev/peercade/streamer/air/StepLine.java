package dev.peercade.streamer.air;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.ProtocolStep.Actor;
import dev.peercade.streamer.air.AirModel.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step of the streamer's, as it stands now.
///
/// @param atMs when it was taken last, counted from the start; null while it has not been
public record StepLine(
        ProtocolStep step, State state, @Nullable Long atMs) {

    public enum State {
        DONE,
        CURRENT,
        TO_COME
    }

    static final List<ProtocolStep> STEPS = Arrays.stream(ProtocolStep.values())
            .filter(step -> step.actor() != Actor.VIEWER)
            .toList();

    /// @param taken when each was taken last
    static List<StepLine> all(Phase phase, Map<ProtocolStep, Long> taken) {
        ProtocolStep current = current(phase, taken);
        return STEPS.stream()
                .map(step -> new StepLine(step, state(step, current, taken), taken.get(step)))
                .toList();
    }

    private static State state(ProtocolStep step, @Nullable ProtocolStep current, Map<ProtocolStep, Long> taken) {
        if (step == current) {
            return State.CURRENT;
        }
        return taken.containsKey(step) ? State.DONE : State.TO_COME;
    }

    /// Two of the steps last: waiting for viewers, and streaming.
    private static @Nullable ProtocolStep current(Phase phase, Map<ProtocolStep, Long> taken) {
        if (taken.containsKey(ProtocolStep.FINISH)) {
            return taken.containsKey(ProtocolStep.RELEASE) ? null : ProtocolStep.RELEASE;
        }
        return switch (phase) {
            case STARTING ->
                STEPS.stream()
                        .filter(step -> !taken.containsKey(step))
                        .findFirst()
                        .orElse(null);
            case VISIBLE -> ProtocolStep.POLL_VIEW_REQUESTS;
            case WATCHED -> ProtocolStep.STREAM;
            case ENDING -> ProtocolStep.FINISH;
            case ENDED -> null;
        };
    }
}
