package dev.peercade.streamer.air;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.CaptureSettings;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.ProtocolStep.Actor;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.streamer.Broadcast.Guest;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.air.AirModel.Phase;
import dev.peercade.streamer.air.AirModel.Viewer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AirModelTest {

    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    private final AirModel model = new AirModel(
            core,
            new StreamOptions(
                    new MediatorAccount(URI.create("http://127.0.0.1:1"), "anna", "a token", true, null),
                    new StreamOptions.Show("Doom", "e1m1", Admission.ASK),
                    new StreamOptions.Picture(new SourceSpec.Scene(), new CaptureSettings(null, 30, null), null, 0),
                    null,
                    false),
            new Work(Runnable::run, Runnable::run));

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void thePhaseIsThatOfTheSession() {
        assertThat(model.phase().get()).isEqualTo(Phase.STARTING);
        model.tell(CommandEvent.Step.of(ProtocolStep.CREATE_SESSION, Actor.STREAMER, 5));
        assertThat(model.phase().get()).isEqualTo(Phase.STARTING);
        model.tell(CommandEvent.Step.of(ProtocolStep.PUSH_STREAMER_ENDPOINT, Actor.STREAMER, 9));
        assertThat(model.phase().get()).isEqualTo(Phase.VISIBLE);
        model.tell(List.of(new Guest("ben", true, null)));
        assertThat(model.phase().get()).as("who asks does not watch").isEqualTo(Phase.VISIBLE);
        model.tell(List.of(new Guest("ben", false, null)));
        assertThat(model.phase().get()).isEqualTo(Phase.WATCHED);
        model.tell(List.of());
        assertThat(model.phase().get()).isEqualTo(Phase.VISIBLE);
        assertThat(model.steps()).extracting(CommandEvent.Step::step).containsExactly("2", "3");
    }

    @Test
    void aViewerIsShownWithItsPathAsSoonAsThereIsOne() {
        model.tell(List.of(
                new Guest("ben", true, null),
                new Guest("carol", false, new PathFigures(CandidateKind.HOST, 1.5, 100, 10_000, 3))));
        assertThat(model.viewers())
                .containsExactly(new Viewer("ben", true, null, null, 0), new Viewer("carol", false, "host", 1.5, 3));
    }
}
