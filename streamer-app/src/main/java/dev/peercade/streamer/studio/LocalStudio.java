package dev.peercade.streamer.studio;

import dev.peercade.desktop.video.Still;
import dev.peercade.media.CaptureExclusion;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.Stills;
import dev.peercade.model.game.Game;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import java.util.List;
import java.util.function.Consumer;

/// This machine's screens, and the mediator's catalogue.
///
/// @param ownTitle of our own window, which nobody wants to show
public record LocalStudio(PeerCore core, MediatorAccount account, String ownTitle) implements Studio {

    private static final Size STILL = new Size(352, 198);
    private static final int GAMES_MAX = 5;

    @Override
    public SourceList sources() throws MediaException {
        SourceList all = SourceList.list(null);
        return new SourceList(
                all.screens(),
                all.windows().stream()
                        .filter(window -> !window.title().equals(ownTitle))
                        .toList());
    }

    @Override
    public boolean isOwnWindowLeftOut() {
        return CaptureExclusion.supported();
    }

    @Override
    public Still still(SourceSpec spec) throws MediaException, InterruptedException {
        try (Picture picture = Stills.of(spec, null, STILL)) {
            return Still.of(picture);
        }
    }

    @Override
    public List<String> games(String text) throws MediatorException {
        try (MediatorClient client = core.client(account)) {
            return client.games(text).stream().limit(GAMES_MAX).map(Game::name).toList();
        }
    }

    @Override
    public Preview preview(SourceSpec spec, Consumer<Picture> pictures, Consumer<MediaException> failed) {
        return PreviewLoop.start(spec, pictures, failed);
    }
}
