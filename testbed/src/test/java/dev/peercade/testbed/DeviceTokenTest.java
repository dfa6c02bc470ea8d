package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a machine keeps of a sign-in, against a real mediator.
@Timeout(300)
class DeviceTokenTest {

    @Test
    void itLastsUntilItIsRevokedSomewhere(@TempDir Path folder) throws Exception {
        UserFolders folders =
                UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
        MediatorAccount account;
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna");
            try (PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
                Accounts accounts = new Accounts(core::client, core::forget, folders);
                account = accounts.signIn(new Accounts.Wish(mediator.uri(), "anna", Rest.PASSWORD, false, null));
            }
            assertThat(atNextStart(folders)).isEqualTo(account);

            for (JsonNode token :
                    mediator.call("anna", "GET", "/tokens", null).body().path("items")) {
                mediator.call("anna", "DELETE", "/tokens/" + token.path("id").asString(), null);
            }
            assertThatThrownBy(() -> atNextStart(folders))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("signed-out"));
            assertThat(atNextStart(folders)).isNull();

            try (PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
                Accounts accounts = new Accounts(core::client, core::forget, folders);
                account = accounts.signIn(new Accounts.Wish(mediator.uri(), "anna", Rest.PASSWORD, false, null));
            }
        }
        // The mediator is down: nobody says that the token is gone.
        assertThat(atNextStart(folders)).isEqualTo(account);
    }

    private static @Nullable MediatorAccount atNextStart(UserFolders folders) throws Exception {
        try (PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            return new Accounts(core::client, core::forget, folders).remembered();
        }
    }
}
