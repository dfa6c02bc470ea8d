package dev.peercade.testbed.lab;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A machine of the lab. Any thread.
public final class Host {

    private final String name;
    private final Namespace namespace;
    private final List<Process> programs = new CopyOnWriteArrayList<>();
    private volatile InetAddress address;
    private volatile @Nullable InetAddress address6;
    private volatile @Nullable BadLink link;

    Host(String name, Namespace namespace, InetAddress address, @Nullable InetAddress address6) {
        this.name = name;
        this.namespace = namespace;
        this.address = address;
        this.address6 = address6;
    }

    /// Such as `server` or `homeA`.
    public String name() {
        return name;
    }

    /// Its own IPv4 address, behind a NAT a private one.
    public InetAddress address() {
        return address;
    }

    /// Its IPv6 address.
    ///
    /// @throws IllegalStateException where it has none
    public InetAddress address6() {
        InetAddress now = address6;
        if (now == null) {
            throw new IllegalStateException(name + " has no IPv6");
        }
        return now;
    }

    /// The IPv4 address, and the IPv6 one where there is one.
    public List<InetAddress> addresses() {
        return Stream.of(address, address6).filter(Objects::nonNull).toList();
    }

    void setAddresses(InetAddress address, @Nullable InetAddress address6) {
        this.address = address;
        this.address6 = address6;
    }

    /// A command before another one that runs that one on this machine. What is started so is killed with the lab
    /// too.
    public List<String> prefix() {
        return namespace.prefix();
    }

    /// Starts a program on this machine; it is killed with the lab, if it still runs then. What it writes can be
    /// read from the process, both streams as one, and has to be, since it stops when 64 KiB are waiting.
    public Process run(String... command) throws IOException {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(Arrays.asList(command));
        Process program = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectInput(Redirect.PIPE)
                .start();
        programs.add(program);
        return program;
    }

    /// Does work of this process on this machine, on a thread of its own: sockets opened in it are this machine's.
    public <T> T call(Callable<T> work) throws IOException {
        return namespace.call(work);
    }

    /// A UDP socket of this machine on a free port of its IPv4 address.
    public DatagramSocket socket() throws IOException {
        return socket(address, 0);
    }

    /// A UDP socket of this machine.
    ///
    /// @param port 0 for a free one
    public DatagramSocket socket(InetAddress local, int port) throws IOException {
        return call(() -> new DatagramSocket(new InetSocketAddress(local, port)));
    }

    Namespace namespace() {
        return namespace;
    }

    /// Leads the way to its router over a bad link.
    ///
    /// @throws IllegalStateException where there is one already
    BadLink badLink(Namespace router, LinkQuality quality, long seed) throws IOException {
        if (hasBadLink()) {
            throw new IllegalStateException(name + " has a bad link already");
        }
        BadLink made = BadLink.before(this, router, quality, seed);
        link = made;
        return made;
    }

    boolean hasBadLink() {
        BadLink now = link;
        return now != null && !now.isClosed();
    }

    /// Kills the programs that it was asked to run, with whatever these have started, and ends its bad link.
    void close() {
        BadLink now = link;
        if (now != null) {
            now.close();
        }
        programs.stream()
                .flatMap(program -> Stream.concat(program.descendants(), Stream.of(program.toHandle())))
                .forEach(ProcessHandle::destroyForcibly);
        programs.forEach(program -> program.onExit().join());
    }

    @Override
    public String toString() {
        return name;
    }
}
