package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.RoundTrips;
import dev.peercade.peer.session.NodeMeasurement.Part;
import dev.peercade.peer.session.NodeMeasurement.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Measures one node: the way to its TURN port, then both directions by its agent's speed tests. For one thread,
/// but for [#close()], which ends it and all that it would still tell.
final class NodeMeter implements Waiting {

    /// As much as tells 100 Mbit/s from 20, and disturbs nobody's stream for long.
    static final long SPEED_BYTES = 10_000_000;

    static final Duration SPEED_TIME = Duration.ofSeconds(3);

    private final NodeEntry node;
    private final NodeJson json;
    private final BiConsumer<Part, Step> listener;
    private @Nullable Waiting busy;
    private boolean closed;

    NodeMeter(NodeEntry node, NodeJson json, BiConsumer<Part, Step> listener) {
        this.node = node;
        this.json = json;
        this.listener = listener;
    }

    void run() throws InterruptedException {
        List<InetAddress> addresses = NodeAgent.addresses(node, node.port());
        InetAddress answering = latency(addresses);
        // Where UDP does not get out, TCP still may.
        speeds(answering == null ? addresses : List.of(answering));
    }

    /// The first address that answers, or null.
    private @Nullable InetAddress latency(List<InetAddress> addresses) throws InterruptedException {
        tell(Part.LATENCY, new Step.Running(0));
        for (InetAddress address : addresses) {
            AtomicInteger asked = new AtomicInteger();
            try (StunRounds asking = begin(new StunRounds())) {
                RoundTrips trips = asking.ask(
                        address,
                        node.port(),
                        () -> running(Part.LATENCY).accept((double) asked.incrementAndGet() / RoundTrips.ROUNDS));
                Double median = trips.medianMs();
                if (median != null) {
                    tell(Part.LATENCY, new Step.Measured(rounded(median), trips.lostCount()));
                    return address;
                }
            } catch (IOException e) {
                // No way to this address; there may be one to the next.
                running(Part.LATENCY).accept(1);
            }
        }
        tell(Part.LATENCY, new Step.Failed("It does not answer over UDP."));
        return null;
    }

    private void speeds(List<InetAddress> addresses) throws InterruptedException {
        AgentFailure failure = new AgentFailure("It has no address that can be called.");
        for (InetAddress address : addresses) {
            try (NodeAgent calling = begin(new NodeAgent(node, address, json))) {
                tell(Part.DOWNLOAD, new Step.Running(0));
                calling.greet();
                speed(Part.DOWNLOAD, calling::downloadMbps);
                speed(Part.UPLOAD, calling::uploadMbps);
                return;
            } catch (IOException e) {
                failure = AgentFailure.of(e);
            }
        }
        tell(Part.DOWNLOAD, failed(failure));
        tell(Part.UPLOAD, failed(failure));
    }

    /// A speed test of the agent's.
    private interface SpeedTest {
        double mbps(long bytes, Duration most, DoubleConsumer progress) throws IOException, InterruptedException;
    }

    /// One direction's failure says nothing of the other.
    private void speed(Part part, SpeedTest test) throws InterruptedException {
        try {
            tell(part, new Step.Measured(rounded(test.mbps(SPEED_BYTES, SPEED_TIME, running(part))), 0));
        } catch (IOException e) {
            tell(part, failed(AgentFailure.of(e)));
        }
    }

    private DoubleConsumer running(Part part) {
        return fraction -> tell(part, new Step.Running(fraction));
    }

    private static Step failed(AgentFailure failure) {
        return new Step.Failed(String.valueOf(failure.getMessage()));
    }

    /// To the hundredth: no clock and no network is better than that.
    private static double rounded(double figure) {
        return Math.round(figure * 100) / 100.0;
    }

    private void tell(Part part, Step step) {
        if (!isClosed()) {
            listener.accept(part, step);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized <T extends Waiting> T begin(T next) {
        busy = next;
        if (closed) {
            next.close();
        }
        return next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (busy != null) {
            busy.close();
        }
    }
}
