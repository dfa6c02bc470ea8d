package dev.peercade.streamer.studio;

import dev.peercade.desktop.video.Still;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.peer.session.MediatorException;
import java.util.List;
import java.util.function.Consumer;

/// What the studio asks of the machine and of the mediator. Calls block, but for [#preview].
public interface Studio {

    SourceList sources() throws MediaException;

    /// Whether captures of a whole screen leave our own window out.
    boolean isOwnWindowLeftOut();

    /// One picture of a source, small.
    Still still(SourceSpec spec) throws MediaException, InterruptedException;

    /// The names of games that fit, best first; a few.
    ///
    /// @param text as far as it is typed
    List<String> games(String text) throws MediatorException;

    /// Shows a source until the answer is closed, which returns at once.
    ///
    /// @param pictures from a thread of its own; each is closed afterwards
    /// @param failed why there are no more, from that thread
    Preview preview(SourceSpec spec, Consumer<Picture> pictures, Consumer<MediaException> failed);

    /// A preview under way.
    interface Preview extends AutoCloseable {
        @Override
        void close();
    }
}
