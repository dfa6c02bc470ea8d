package dev.peercade.testbed.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A network namespace: a machine of its own as far as interfaces, addresses, routes, ports and packet filter go.
///
/// @param name as `ip netns` lists it
record Namespace(String name) {

    private static final Path FOLDER = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("peercade-(\\d+)-.*");

    private static final Duration REACH_PATIENCE = Duration.ofSeconds(10);
    private static final int ANSWER_MILLIS = 50;

    /// Makes namespaces at once. Their loopbacks are still down.
    ///
    /// @return why the system refuses, or nothing
    static Optional<String> create(Collection<Namespace> namespaces) throws IOException {
        Command.Outcome made = Command.attempt(lines("netns add ", namespaces), List.of(ip(), "-batch", "-"));
        if (made.exitCode() != 0) {
            return Optional.of(made.output());
        }
        for (Namespace each : namespaces) {
            each.call(() -> {
                // Addresses are used at once: nobody else could have them, so that the second for finding out is saved.
                set("ipv6/conf/all/accept_dad", 0);
                set("ipv6/conf/default/accept_dad", 0);
                // A bad link brings packets to another interface than that of their address.
                set("ipv4/conf/all/rp_filter", 0);
                set("ipv4/conf/default/rp_filter", 0);
                return true;
            });
        }
        return Optional.empty();
    }

    /// Removes namespaces with all that is in them; their names are free at once.
    static void delete(Collection<Namespace> namespaces) {
        // Goes on past one that is gone.
        Command.attempt(lines("netns del ", namespaces), List.of(ip(), "-force", "-batch", "-"));
    }

    private static String lines(String command, Collection<Namespace> namespaces) {
        return namespaces.stream().map(each -> command + each.name + "\n").collect(Collectors.joining());
    }

    /// A name that no other lab of this machine has while this process lives.
    ///
    /// @param lab counts the labs of this process
    static Namespace named(int lab, String role) {
        return new Namespace("peercade-" + ProcessHandle.current().pid() + "-" + lab + "-" + role);
    }

    /// Those of labs whose process is gone, since it was killed before it could clean up.
    static List<Namespace> abandoned() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(file -> OURS.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .filter(name ->
                            ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty())
                    .map(name -> new Namespace(name.group()))
                    .toList();
        }
    }

    /// Kills the programs that run in any of these, and waits for their ends.
    static void killPrograms(Collection<Namespace> namespaces) throws IOException {
        Set<String> kernelNames = new HashSet<>();
        for (Namespace each : namespaces) {
            if (Files.exists(each.file())) {
                kernelNames.add("net:[" + Files.getAttribute(each.file(), "unix:ino") + "]");
            }
        }
        ProcessHandle.allProcesses()
                .filter(program -> kernelNames.contains(kernelName(program.pid())))
                .filter(ProcessHandle::destroyForcibly)
                .forEach(program -> program.onExit().join());
    }

    /// Such as `net:[4026531840]`; nothing of a process that is gone or another user's.
    private static String kernelName(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", "net"))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /// @param batch commands of `ip` without its name, one a line
    void ip(String batch) throws IOException {
        call(() -> Command.run(batch, List.of(ip(), "-batch", "-")));
    }

    /// What `nft` says to these commands, which all take effect at once or not at all.
    String nft(String commands) throws IOException {
        return call(() -> Command.run(commands, List.of(Command.find("nft").orElseThrow(), "-f", "-")));
    }

    /// Turns a value of `/proc/sys/net`; to be called in here.
    static void set(String key, long value) throws IOException {
        Files.writeString(Path.of("/proc/sys/net", key), Long.toString(value));
    }

    /// Returns when a machine answers an echo request (RFC 792) from here: a new interface drops for a moment what
    /// is sent over it.
    void awaitReach(InetAddress machine) throws IOException {
        boolean reached = call(() -> {
            long deadline = System.nanoTime() + REACH_PATIENCE.toNanos();
            boolean answered = false;
            while (!answered && System.nanoTime() < deadline) {
                answered = machine.isReachable(ANSWER_MILLIS);
            }
            return answered;
        });
        if (!reached) {
            throw new AssertionError(machine.getHostAddress() + " cannot be reached from " + name);
        }
    }

    /// A command before another one that runs that one here.
    List<String> prefix() {
        return List.of(ip(), "netns", "exec", name);
    }

    /// Does work of this process here: sockets that it opens stay here, and so do programs that it starts.
    ///
    /// @throws IOException of the work; whatever else it throws comes as the cause of an `AssertionError`
    <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            Kernel.enter(file());
            return work.call();
        });
        // A thread of its own, since it never comes back from the namespace.
        Thread.ofPlatform().daemon().name("in " + name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new AssertionError("in " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + name, e);
        }
    }

    private static String ip() {
        return Command.find("ip").orElseThrow();
    }

    private Path file() {
        return FOLDER.resolve(name);
    }
}
