package dev.peercade.peer.session;

import dev.peercade.model.session.Admission;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.identity.Standing;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.StreamerAction;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Whether a viewer is who it was admitted as. Owner's thread only.
final class ViewerTrust {

    /// What becomes of a viewer.
    enum Verdict {
        SERVE,
        /// Nothing is wrong with the viewer.
        LATER,
        DROP
    }

    private final Identity self;
    private final Admission admission;
    private final Consumer<StreamerEvent> events;

    /// Requests of which the app was told.
    private final Set<UUID> told = new HashSet<>();

    ViewerTrust(Identity self, Admission admission, Consumer<StreamerEvent> events) {
        this.self = self;
        this.admission = admission;
        this.events = events;
    }

    /// Where everybody may watch, another key than the remembered one is worth a word and no more: an account of any
    /// name would do. Where the streamer decides by the name, nobody is served in another's.
    Verdict judge(StreamerAction.Connect wanted) {
        Standing standing = self.meet(wanted.viewer(), wanted.request(), wanted.endpoint());
        Failure doubt = IdentityDoubt.of(wanted.viewer(), standing);
        if (doubt == null) {
            return Verdict.SERVE;
        }
        if (told.add(wanted.request())) {
            events.accept(
                    new StreamerEvent.IdentityDoubted(wanted.viewer(), doubt.code(), doubt.message(), doubt.remedy()));
        }
        if (standing != Standing.FORGED && admission == Admission.OPEN) {
            return Verdict.SERVE;
        }
        return standing == Standing.UNREADABLE ? Verdict.LATER : Verdict.DROP;
    }

    void forget(UUID request) {
        told.remove(request);
    }
}
