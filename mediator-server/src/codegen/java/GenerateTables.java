import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/// Makes the jOOQ classes from the real migrations: a throw-away PostgreSQL, Flyway, then jOOQ's own generator.
/// Part of the build only; the `exec` plugin launches this file with the JDK of the toolchain.
///
/// Arguments: the folder of the migrations, the folder for the classes, a scratch folder, this file. Nothing is done
/// while the migrations, this file and the version of jOOQ are those that made the classes that are there.
///
/// jOOQ's DDLDatabase would need no server, but fails on indexes over expressions, which the schema has.
public final class GenerateTables {

    static final String PACKAGE = "dev.peercade.mediator.jooq";
    private static final String STAMP = ".made-from";

    private GenerateTables() {}

    public static void main(String[] args) throws Exception {
        Path migrations = Path.of(args[0]).toAbsolutePath();
        Path target = Path.of(args[1]).toAbsolutePath();
        Path scratch = Path.of(args[2]).toAbsolutePath();
        Path self = Path.of(args[3]).toAbsolutePath();

        String digest = digest(migrations, self);
        Path stamp = target.resolve(STAMP);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        System.out.println("Generating the database classes from the migrations ...");
        delete(target);
        delete(scratch);
        Files.createDirectories(scratch);
        unpack(scratch.resolve("postgres"));
        try {
            generate(migrations, target, scratch);
        } finally {
            delete(scratch);
        }
        Files.writeString(stamp, digest);
    }

    private static void generate(Path migrations, Path target, Path scratch) throws Exception {
        Path bin = scratch.resolve("postgres/bin");
        Path data = scratch.resolve("data");
        Path log = scratch.resolve("log");
        String password = HexFormat.of().formatHex(new java.security.SecureRandom().generateSeed(16));
        Path passwordFile = scratch.resolve("password");
        Files.writeString(passwordFile, password);
        int port = freePort();
        run(
                log,
                bin.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "codegen",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile);
        Process postgres = start(
                log,
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-F",
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
        try {
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
            Flyway.configure()
                    .dataSource(url, "codegen", password)
                    .connectRetries(20)
                    .connectRetriesInterval(1)
                    .locations("filesystem:" + migrations)
                    .load()
                    .migrate();
            GenerationTool.generate(new Configuration()
                    .withJdbc(new Jdbc().withUrl(url).withUser("codegen").withPassword(password))
                    .withGenerator(new Generator()
                            .withDatabase(new Database()
                                    .withName("org.jooq.meta.postgres.PostgresDatabase")
                                    .withInputSchema("public")
                                    .withOutputSchemaToDefault(true)
                                    .withExcludes("flyway_schema_history")
                                    .withForcedTypes(new ForcedType()
                                            .withName("INSTANT")
                                            .withIncludeTypes("(?i:timestamp\\ with\\ time\\ zone)")))
                            .withGenerate(new Generate()
                                    .withJavaTimeTypes(true)
                                    .withImplicitJoinPathsManyToMany(false)
                                    .withGeneratedAnnotation(true)
                                    .withGeneratedAnnotationDate(false))
                            .withTarget(new Target().withPackageName(PACKAGE).withDirectory(target.toString()))));
        } catch (Exception e) {
            System.err.println(Files.readString(log));
            throw e;
        } finally {
            postgres.destroy();
            if (!postgres.waitFor(10, TimeUnit.SECONDS)) {
                postgres.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The archive of this platform: a tar.xz inside the jar of the PostgreSQL binaries.
    private static void unpack(Path folder) throws IOException {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String resource = "/postgres-linux-" + arch + ".txz";
        try (InputStream in = GenerateTables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("No PostgreSQL binaries for this platform on the class path: " + resource);
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in, 1 << 16)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("Entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, path);
                        path.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
                    }
                }
            }
        }
    }

    private static void run(Path log, String... command) throws Exception {
        if (start(log, command).waitFor() != 0) {
            throw new IOException(command[0] + " failed: " + Files.readString(log));
        }
    }

    /// PostgreSQL refuses to run as root; in a user name space without a mapping root is nobody, and still owns its
    /// files.
    private static Process start(Path log, String... command) throws IOException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static String digest(Path migrations, Path self) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        List<Path> inputs = new ArrayList<>();
        try (var files = Files.walk(migrations)) {
            files.filter(Files::isRegularFile).sorted().forEach(inputs::add);
        }
        inputs.add(self);
        for (Path input : inputs) {
            sha.update(input.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(Files.readAllBytes(input));
        }
        sha.update(org.jooq.Constants.FULL_VERSION.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
