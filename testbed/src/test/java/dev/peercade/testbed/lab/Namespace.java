package dev.peercade.testbed.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A network namespace: a machine of its own as far as interfaces, addresses, routes, ports and packet filter go.
///
/// @param name as `ip netns` lists it
record Namespace(String name) {

    private static final Path FOLDER = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("peercade-(\\d+)-.*");

    /// Makes namespaces at once, each with its loopback up.
    static void create(List<Namespace> namespaces) throws IOException {
        StringBuilder batch = new StringBuilder();
        namespaces.forEach(each -> batch.append("netns add ").append(each.name).append('\n'));
        Command.run(batch.toString(), List.of(ip(), "-batch", "-"));
        for (Namespace each : namespaces) {
            // Addresses are used at once: nobody else could have them, so that the second for finding out is saved.
            each.set("ipv6/conf/all/accept_dad", 0);
            each.set("ipv6/conf/default/accept_dad", 0);
            // A bad link brings packets to another interface than that of their address.
            each.set("ipv4/conf/all/rp_filter", 0);
            each.set("ipv4/conf/default/rp_filter", 0);
            each.ip("link set lo up");
        }
    }

    /// Removes namespaces with all that is in them; their names are free at once.
    static void delete(List<Namespace> namespaces) {
        StringBuilder batch = new StringBuilder();
        namespaces.forEach(each -> batch.append("netns del ").append(each.name).append('\n'));
        // Goes on past one that is gone.
        Command.attempt(batch.toString(), List.of(ip(), "-force", "-batch", "-"));
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
                    .filter(name -> ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty())
                    .map(name -> new Namespace(name.group()))
                    .toList();
        }
    }

    /// Kills the programs that run here, and waits for their ends.
    void killPrograms() {
        Command.attempt("", List.of(ip(), "netns", "pids", name))
                .output()
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .flatMap(Optional::stream)
                .filter(ProcessHandle::destroyForcibly)
                .forEach(program -> program.onExit().join());
    }

    /// @param batch commands of `ip` without its name, one a line
    void ip(String batch) {
        Command.run(batch, List.of(ip(), "-n", name, "-batch", "-"));
    }

    /// What `nft` says to these commands, which all take effect at once or not at all.
    String nft(String commands) {
        return Command.run(commands, Stream.concat(prefix().stream(), Stream.of(nft(), "-f", "-"))
                .toList());
    }

    /// Turns a value of `/proc/sys/net`.
    void set(String key, long value) throws IOException {
        call(() -> Files.writeString(Path.of("/proc/sys/net", key), Long.toString(value)));
    }

    /// A command before another one that runs that one here.
    List<String> prefix() {
        return List.of(ip(), "netns", "exec", name);
    }

    /// Does work of this process here: sockets that it opens stay here.
    ///
    /// @throws IOException of the work; whatever else it throws comes as the cause of an `AssertionError`
    <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            Kernel.enter(FOLDER.resolve(name));
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

    private static String nft() {
        return Command.find("nft").orElseThrow();
    }
}
