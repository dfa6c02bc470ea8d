package dev.peercade.peer.protocol;

import java.util.ArrayList;
import java.util.List;

/// What an input leads to.
///
/// @param actions to be carried out in this order
public record Transition<S, A>(S state, List<A> actions) {

    @SafeVarargs
    static <S, A> Transition<S, A> to(S state, A... actions) {
        return new Transition<>(state, List.of(actions));
    }

    /// The same, with these actions before its own.
    Transition<S, A> after(List<? extends A> earlier) {
        List<A> all = new ArrayList<>(earlier);
        all.addAll(actions);
        return new Transition<>(state, List.copyOf(all));
    }
}
