package dev.peercade.peer.edge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.identity.Standing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {

    private static final URI SERVER = URI.create("https://play.example:8480");
    private static final UUID PLACE = new UUID(1, 2);
    private static final Endpoint ENDPOINT = new Endpoint(
            "192.0.2.1",
            1,
            null,
            "fragment",
            "password",
            "sha-256 00",
            new MediaDescription(List.of(), List.of()),
            null);

    @TempDir
    Path folder = Path.of("/nowhere");

    private Identities open(Set<String> accepted) {
        return new Identities(folder, accepted, Runnable::run);
    }

    private Identity of(String user) {
        return open(Set.of()).of(SERVER, user);
    }

    private static String key(Identity identity) {
        return identity.key().get().publicKey();
    }

    @Test
    void aKeyIsMadeOnceAndIsItsOwnersOnly() throws IOException {
        String made = key(of("Anna"));
        assertThat(key(of("anna"))).isEqualTo(made);
        assertThat(key(open(Set.of()).of(URI.create("https://192.168.1.5:8480"), "anna")))
                .as("the same mediator by another address")
                .isEqualTo(made);
        assertThat(key(of("ben"))).isNotEqualTo(made);
        Path file = folder.resolve("identity/anna.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("-----BEGIN PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----");
        try (var files = Files.list(folder.resolve("identity"))) {
            assertThat(files).as("nothing half done").hasSize(2);
        }
    }

    @Test
    void manyWhoMakeItAtOnceHaveTheSame() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> keys = threads.invokeAll(IntStream.range(0, 16)
                    .<Callable<String>>mapToObj(_ -> () -> key(of("anna")))
                    .toList());
            assertThat(keys).extracting(Future::get).containsOnly(key(of("anna")));
        }
    }

    @Test
    void aDamagedKeyIsLeftAsItIsAndCostsNoSession() throws IOException {
        Files.createDirectories(folder.resolve("identity"));
        Path file = Files.writeString(folder.resolve("identity/anna.pem"), "not a key");
        Identity anna = of("anna");
        assertThat(of("ben").meet("anna", PLACE, anna.sign(ENDPOINT, PLACE))).isEqualTo(Standing.FIRST);
        assertThat(file).hasContent("not a key");
    }

    @Test
    void othersAreRememberedByMediatorWhateverTheCaseOfTheirName() {
        Endpoint signed = of("anna").sign(ENDPOINT, PLACE);
        assertThat(of("ben").meet("anna", PLACE, signed)).isEqualTo(Standing.FIRST);
        assertThat(of("ben").meet("Anna", PLACE, signed)).isEqualTo(Standing.KNOWN);
        Identity other = new Identities(null, Set.of(), Runnable::run).of(SERVER, "anna");
        Endpoint changed = other.sign(ENDPOINT, PLACE);
        assertThat(of("ben").meet("anna", PLACE, changed)).isEqualTo(Standing.CHANGED);
        assertThat(of("ben").meet("anna", PLACE, changed)).as("and again").isEqualTo(Standing.CHANGED);
        assertThat(of("ben").meet("anna", PLACE, ENDPOINT)).as("unsigned").isEqualTo(Standing.MISSING);
        assertThat(of("ben").meet("carl", PLACE, ENDPOINT)).isEqualTo(Standing.UNSIGNED);
        assertThat(open(Set.of()).of(URI.create("https://other.example"), "ben").meet("anna", PLACE, changed))
                .as("elsewhere")
                .isEqualTo(Standing.FIRST);

        Identity accepting = open(Set.of("ANNA")).of(SERVER, "ben");
        assertThat(accepting.meet("anna", PLACE, changed)).isEqualTo(Standing.FIRST);
        assertThat(accepting.meet("anna", PLACE, signed))
                .as("one new key, not any")
                .isEqualTo(Standing.CHANGED);
        assertThat(of("ben").meet("anna", PLACE, changed)).isEqualTo(Standing.KNOWN);
    }

    /// Who has been told that a peer has no key now has not been told to take any.
    @Test
    void whoMayLackAKeyMayNotHaveAnother() {
        of("ben").meet("anna", PLACE, of("anna").sign(ENDPOINT, PLACE));
        Identity accepting = open(Set.of("anna")).of(SERVER, "ben");
        assertThat(accepting.meet("anna", PLACE, ENDPOINT)).isEqualTo(Standing.UNSIGNED);
        assertThat(accepting.meet("anna", PLACE, ENDPOINT)).isEqualTo(Standing.UNSIGNED);
        Endpoint foreign =
                new Identities(null, Set.of(), Runnable::run).of(SERVER, "anna").sign(ENDPOINT, PLACE);
        assertThat(accepting.meet("anna", PLACE, foreign)).isEqualTo(Standing.CHANGED);
    }

    @Test
    void whatAnotherProcessHasLearntMeanwhileCounts() throws IOException {
        Identity early = of("ben");
        assertThat(early.others().keyOf("zoe")).isNull();
        Endpoint signed = of("anna").sign(ENDPOINT, PLACE);
        assertThat(of("ben").meet("anna", PLACE, signed)).isEqualTo(Standing.FIRST);
        Endpoint changed =
                new Identities(null, Set.of(), Runnable::run).of(SERVER, "anna").sign(ENDPOINT, PLACE);
        assertThat(early.meet("anna", PLACE, changed)).isEqualTo(Standing.CHANGED);
    }

    @Test
    void whomOneHasMetIsNobodyElsesBusiness() throws IOException {
        of("ben").meet("anna", PLACE, of("anna").sign(ENDPOINT, PLACE));
        Path file = folder.resolve("known-peers/play.example_8480");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /// A mediator tells the names; one with a blank would be a line about somebody else.
    @Test
    void aNameThatIsNoWordIsRememberedForNobody() throws IOException {
        Identity liar = new Identities(null, Set.of(), Runnable::run).of(SERVER, "anna");
        String name = "anna " + key(liar);
        Endpoint signed = new Identity(name, liar.key(), liar.others()).sign(ENDPOINT, PLACE);
        assertThat(of("ben").meet(name, PLACE, signed)).isEqualTo(Standing.FORGED);
        assertThat(of("ben").others().keyOf("anna")).isNull();
    }

    @Test
    void acceptingAKeyAtOneMediatorAcceptsNoneAtAnother() {
        URI other = URI.create("https://other.example");
        Endpoint signed = of("anna").sign(ENDPOINT, PLACE);
        of("ben").meet("anna", PLACE, signed);
        Identities identities = open(Set.of());
        identities.others(other).forget("anna");
        Endpoint changed =
                new Identities(null, Set.of(), Runnable::run).of(SERVER, "anna").sign(ENDPOINT, PLACE);
        assertThat(identities.of(SERVER, "ben").meet("anna", PLACE, changed)).isEqualTo(Standing.CHANGED);
    }

    @Test
    void nonsenseInTheFileOfOthersHurtsNobodyElse() throws IOException {
        Endpoint signed = of("anna").sign(ENDPOINT, PLACE);
        of("ben").meet("anna", PLACE, signed);
        Path file = folder.resolve("known-peers/play.example_8480");
        Files.writeString(file, "\n# a remark\nhalf\n" + Files.readString(file));
        assertThat(of("ben").meet("anna", PLACE, signed)).isEqualTo(Standing.KNOWN);
    }

    /// Whoever can make the file unreadable must not make everybody a stranger.
    @Test
    void aFileOfOthersThatCannotBeReadIsADoubtAndNoFirstMeeting() throws IOException {
        Endpoint signed = of("anna").sign(ENDPOINT, PLACE);
        of("ben").meet("anna", PLACE, signed);
        Path file = folder.resolve("known-peers/play.example_8480");
        Path aside = Files.move(file, folder.resolve("aside"));
        Files.createDirectory(file);
        Identity ben = of("ben");
        assertThat(ben.meet("anna", PLACE, signed)).isEqualTo(Standing.UNREADABLE);
        Files.delete(file);
        Files.move(aside, file);
        assertThat(ben.meet("anna", PLACE, signed)).isEqualTo(Standing.KNOWN);
    }

    @Test
    void withoutAFolderThereIsAKeyForAsLongAsTheProcessLives() {
        Identities fleeting = new Identities(null, Set.of(), Runnable::run);
        assertThat(key(fleeting.of(SERVER, "anna"))).isEqualTo(key(fleeting.of(SERVER, "anna")));
    }
}
