package dev.peercade.testbed.load;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

/// Accounts with access tokens, put straight into the database: registering by the API is slow by design, since one
/// password hash costs up to 200 ms. All share one password and its hash, made with the mediator's parameters.
final class Population {

    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ENDPOINT = """
            {"host":"127.0.0.1","port":40000,"userFragment":"abcd","password":"abcdefghijklmnopqrstuvwx",\
            "fingerprint":"sha-256 %s","media":{"codecs":[{"name":"H264","payloadType":96,"clockRate":90000,\
            "parameters":"packetization-mode=1;profile-level-id=42e01f"}],"extensions":[]}}""".formatted("AB:".repeat(31) + "AB");

    private Population() {}

    /// A peer that has signed in.
    record Member(String userName, String token) {
        @Override
        public String toString() {
            return userName;
        }
    }

    static List<Member> settle(MediatorProcess mediator, String prefix, int count) throws IOException, SQLException {
        String hash = "{argon2id}" + new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).encode(PASSWORD);
        SecureRandom random = new SecureRandom();
        List<Member> members = new ArrayList<>();
        try (Connection database = mediator.database();
                PreparedStatement peer = database.prepareStatement("INSERT INTO peer VALUES (?, ?, ?, now())");
                PreparedStatement token = database.prepareStatement("""
                        INSERT INTO token (id, peer_id, kind, secret_hash, created_at, expires_at)
                        VALUES (?, ?, 'ACCESS', ?, now(), now() + interval '2 hours')""")) {
            database.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                UUID id = UUID.randomUUID();
                byte[] bytes = new byte[32];
                random.nextBytes(bytes);
                String secret = "pca_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                peer.setObject(1, id);
                peer.setString(2, prefix + i);
                peer.setString(3, hash);
                peer.addBatch();
                token.setObject(1, UUID.randomUUID());
                token.setObject(2, id);
                token.setBytes(3, sha256(secret));
                token.addBatch();
                members.add(new Member(prefix + i, secret));
            }
            peer.executeBatch();
            token.executeBatch();
            database.commit();
        }
        return members;
    }

    private static byte[] sha256(String secret) {
        return HexFormat.of()
                .parseHex(dev.peercade.mediator.account.TokenHash.of(secret).hex());
    }

    /// Steps 2 and 3.
    ///
    /// @return the session's id; it is READY
    static String stream(HttpConnection streamer, String game) throws IOException {
        String session = id(
                streamer, "POST", "/streaming-sessions", "{\"game\":\"" + game + "\",\"title\":\"" + game + " live\"}");
        id(streamer, "PUT", "/streaming-sessions/" + session + "/endpoint", ENDPOINT);
        return session;
    }

    /// Steps 5 and 6.
    ///
    /// @return the request's id
    static String ask(HttpConnection viewer, String session) throws IOException {
        String request = id(viewer, "POST", "/streaming-sessions/" + session + "/view-requests", "{}");
        id(viewer, "PUT", "/view-requests/" + request + "/endpoint", ENDPOINT);
        return request;
    }

    /// Steps 8 and 10, or the end.
    static void change(HttpConnection peer, String request, String status) throws IOException {
        id(peer, "PUT", "/view-requests/" + request + "/status", "{\"status\":\"" + status + "\"}");
    }

    private static String id(HttpConnection peer, String method, String path, String body) throws IOException {
        HttpConnection.Answer answer = peer.call(method, path, body);
        if (answer.status() != 200 && answer.status() != 201) {
            throw new IOException(method + " " + path + ": " + answer.status() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asString("");
    }
}
