package dev.peercade.model.report;

import dev.peercade.model.ProtocolStep;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A line of `--json` output. On the wire each object begins with `event`, whose value is [#event()]; the record's
/// components follow. Keys are only ever added.
public sealed interface CommandEvent {

    /// The value of the key `event`.
    String event();

    /// A protocol step was taken.
    ///
    /// @param step the protocol's number, such as `4A`
    /// @param actor `streamer`, `viewer` or `both` as it applies to this line
    /// @param atMs since the command started
    /// @param sentence what happened
    record Step(String step, String actor, long atMs, String sentence) implements CommandEvent {

        public static Step of(ProtocolStep step, ProtocolStep.Actor actor, long atMs) {
            return new Step(step.number(), actor.toString(), atMs, step.sentence());
        }

        @Override
        public String event() {
            return "step";
        }
    }

    /// Something a person should know: a viewer joined, the mediator is away, a source was lost.
    ///
    /// @param code stable, for scripts, such as `viewer-joined`
    /// @param file that it is about, or null
    record Notice(
            String code, long atMs, String text, @Nullable String file) implements CommandEvent {

        public Notice(String code, long atMs, String text) {
            this(code, atMs, text, null);
        }

        @Override
        public String event() {
            return "notice";
        }
    }

    /// A row of `watch --list`.
    record Listed(
            UUID session, String streamer, String game, String title, String status, int viewers, String admission)
            implements CommandEvent {
        @Override
        public String event() {
            return "session";
        }
    }

    /// A row of `stream --list-sources`.
    ///
    /// @param source what `--source` takes
    record Source(String source, String title, int width, int height) implements CommandEvent {
        @Override
        public String event() {
            return "source";
        }
    }

    /// `register` has made the account.
    record Registered(String user, String server) implements CommandEvent {
        @Override
        public String event() {
            return "registered";
        }
    }

    /// `server` answers.
    ///
    /// @param uri as programs on this machine reach it
    /// @param bind the address that it is bound to, `0.0.0.0` or `::` for every one
    /// @param pin of a certificate that the mediator has made itself, for clients to compare; else null
    /// @param stunPort 0 where there is no STUN responder
    record Listening(String uri, String bind, @Nullable String pin, int stunPort) implements CommandEvent {
        @Override
        public String event() {
            return "listening";
        }
    }

    /// `node` relays, and the mediator's table has it.
    ///
    /// @param node its id there
    /// @param tlsPort or null without TURN over TLS
    /// @param agentPort of its HTTPS pages
    /// @param pin of its certificate
    record Relaying(UUID node, int port, @Nullable Integer tlsPort, int agentPort, String pin) implements CommandEvent {
        @Override
        public String event() {
            return "relaying";
        }
    }

    /// The table of `nodes`, nearest first. Beside `event` and `source` it is the document that relay nodes
    /// exchange.
    ///
    /// @param source `mediator`; while that one is away `nodes`, which have told theirs, or `file`, what was known
    /// @param ip_address named as it is in the document
    record Nodes(String source, List<NodeRow> ip_address) implements CommandEvent {
        @Override
        public String event() {
            return "nodes";
        }
    }

    /// A relay node as its mediator has signed it, and what was measured from here.
    ///
    /// @param latency round trip in ms, or null
    /// @param download from the node, Mbit/s, or null
    /// @param upload to the node, Mbit/s, or null
    /// @param measuredAt the latest of the three, or null
    record NodeRow(
            UUID id,
            @Nullable String ipv4,
            @Nullable String ipv6,
            int port,
            @Nullable Integer tlsPort,
            int agentPort,
            String certificatePin,
            Instant registeredAt,
            String signature,
            @Nullable Double latency,
            @Nullable Double download,
            @Nullable Double upload,
            @Nullable Instant measuredAt) {}

    /// `doctor` has looked at everything; its only line.
    record Diagnosed(DiagnosisReport diagnosis) implements CommandEvent {
        @Override
        public String event() {
            return "diagnosis";
        }
    }

    /// The last second.
    record Figures(long atMs, StreamFigures figures) implements CommandEvent {
        @Override
        public String event() {
            return "figures";
        }
    }

    /// The whole run; the last line.
    ///
    /// @param endReason in words
    /// @param files that the command has left behind
    record Summary(long atMs, StreamFigures figures, String endReason, List<String> files) implements CommandEvent {
        @Override
        public String event() {
            return "summary";
        }
    }

    /// The command failed; nothing follows it.
    ///
    /// @param exitCode of the process
    record Failed(String code, String message, String remedy, int exitCode) implements CommandEvent {
        @Override
        public String event() {
            return "failed";
        }
    }

    /// What both `figures` and `summary` hold; its components stand flat in the line.
    ///
    /// @param role `streamer` or `viewer`
    /// @param path how media travels now: `host`, `srflx`, `prflx` or `relay`, or null before the first
    /// @param firstFrameMs from the start of the command, JVM included, to the first frame decoded (viewer) or
    ///     sent (streamer); in `demo` from when the viewer wants to watch
    /// @param frames decoded (viewer) or encoded (streamer)
    /// @param distinctFrames of these, the ones that differ from the frame before
    /// @param fps frames a second over the span
    /// @param packetsRepaired recovered by retransmission or error correction, or null where neither is in use
    /// @param freezeMs time without a new frame beyond 3 frame times and at least 150 ms
    /// @param lateFrames dropped because they came too late to be shown
    /// @param reception what only a viewer knows, or null for a streamer
    /// @param droppedFrames what the streamer did not send, or null on the viewer's side
    record StreamFigures(
            String role,
            @Nullable UUID session,
            @Nullable String path,
            @Nullable Long firstFrameMs,
            long frames,
            long distinctFrames,
            double fps,
            int width,
            int height,
            long bitrateKbps,
            long packetsLost,
            @Nullable Long packetsRepaired,
            long freezeMs,
            long lateFrames,
            int viewers,
            DelayFigures delayMs,
            @Nullable Reception reception,
            @Nullable DroppedFrames droppedFrames) {}

    /// What a viewer knows of the way to it, and of its own window.
    ///
    /// @param rung of the path ladder: `lan`, `ipv6`, `punched`, `relayed-udp` or `relayed-tcp`; null before there
    ///     is one
    /// @param why media takes it: `first`, `better`, `former-lost` or `chosen-by-peer`; null before
    /// @param roundTripMs to the streamer and back, as last measured, or null before
    /// @param packets of media that came; those in `packetsLost` are not among them
    /// @param incomingFps whole frames that came a second
    /// @param shownFps frames drawn a second, or null without a window
    /// @param networkFrames frames left out because of what was lost on the way, of them or before them
    record Reception(
            @Nullable String rung,
            @Nullable String why,
            @Nullable Double roundTripMs,
            long packets,
            double incomingFps,
            @Nullable Double shownFps,
            long networkFrames) {}
}
