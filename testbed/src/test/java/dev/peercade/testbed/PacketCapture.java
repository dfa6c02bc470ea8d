package dev.peercade.testbed;

import dev.peercade.testbed.lab.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// All UDP and TCP that passes an interface, written by Wireshark's `dumpcap`.
final class PacketCapture implements AutoCloseable {

    private static final int ETHERNET_BYTES = 14;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int UDP = 17;
    private static final int TCP = 6;

    /// @param payload of UDP or TCP, without its header
    record Packet(boolean udp, InetSocketAddress from, InetSocketAddress to, byte[] payload) {

        int fromPort() {
            return from.getPort();
        }

        int toPort() {
            return to.getPort();
        }

        boolean touches(int port) {
            return fromPort() == port || toPort() == port;
        }
    }

    private final Process process;
    private final Path file;

    private PacketCapture(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    /// This machine's loopback, where packets between its own addresses go too. Captures once this returns; skips the
    /// test with a sentence where the tool or the right to capture is missing.
    static PacketCapture ofLoopback(Path folder) throws IOException {
        return of(List.of(), "lo", folder.resolve("loopback.pcap"));
    }

    /// An interface of a machine of the lab.
    static PacketCapture of(Host host, String device, Path folder) throws IOException {
        return of(host.prefix(), device, folder.resolve(host.name() + "-" + device + ".pcap"));
    }

    private static PacketCapture of(List<String> prefix, String device, Path file) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Tools.require("dumpcap"), "-P", "-i", device, "-f", "udp or tcp", "-B", "32", "-w", file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("File: ")) {
                return new PacketCapture(process, file);
            }
        }
        Assumptions.abort("this test needs the right to capture packets; dumpcap said: " + said);
        throw new IllegalStateException();
    }

    /// Ends the capture.
    List<Packet> packets() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("dumpcap does not end");
        }
        return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /// The classic file format of libpcap, in this machine's byte order.
    private static List<Packet> parse(ByteBuffer in) {
        in.order(ByteOrder.nativeOrder());
        int magic = in.getInt(0);
        int linkType = in.getInt(20);
        if ((magic != 0xa1b2c3d4 && magic != 0xa1b23c4d) || linkType != 1) {
            throw new AssertionError("no Ethernet capture: %08x, link type %d".formatted(magic, linkType));
        }
        in.position(FILE_HEADER_BYTES);
        List<Packet> packets = new ArrayList<>();
        while (in.remaining() >= RECORD_HEADER_BYTES) {
            int length = in.getInt(in.position() + 8);
            in.position(in.position() + RECORD_HEADER_BYTES);
            byte[] frame = new byte[length];
            in.get(frame);
            add(packets, ByteBuffer.wrap(frame));
        }
        return packets;
    }

    private static void add(List<Packet> packets, ByteBuffer frame) {
        int etherType = frame.getShort(12) & 0xFFFF;
        int protocol;
        int start;
        int end;
        if (etherType == 0x0800) {
            protocol = frame.get(ETHERNET_BYTES + 9);
            start = ETHERNET_BYTES + (frame.get(ETHERNET_BYTES) & 0x0F) * 4;
            end = ETHERNET_BYTES + (frame.getShort(ETHERNET_BYTES + 2) & 0xFFFF);
        } else if (etherType == 0x86DD) {
            protocol = frame.get(ETHERNET_BYTES + 6);
            start = ETHERNET_BYTES + 40;
            end = start + (frame.getShort(ETHERNET_BYTES + 4) & 0xFFFF);
        } else {
            return;
        }
        if (protocol != UDP && protocol != TCP) {
            return;
        }
        int header = protocol == UDP ? 8 : (frame.get(start + 12) >> 4 & 0x0F) * 4;
        byte[] payload = new byte[end - start - header];
        frame.get(start + header, payload);
        packets.add(new Packet(
                protocol == UDP, end(frame, etherType, 0, start), end(frame, etherType, 1, start + 2), payload));
    }

    /// @param which 0 for the source, 1 for the destination: they stand one after the other in the IP header
    private static InetSocketAddress end(ByteBuffer frame, int etherType, int which, int portAt) {
        byte[] address = new byte[etherType == 0x0800 ? 4 : 16];
        frame.get(ETHERNET_BYTES + (etherType == 0x0800 ? 12 : 8) + which * address.length, address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), frame.getShort(portAt) & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
