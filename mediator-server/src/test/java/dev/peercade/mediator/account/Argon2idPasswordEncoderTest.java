package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Against the implementation in Java.
class Argon2idPasswordEncoderTest {

    private static final String PASSWORD = "Grüße, 世界";

    private final PasswordEncoder encoder = Argon2idPasswordEncoder.create();
    private final PasswordEncoder inJava = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

    @Test
    void theReferenceImplementationIsInUse() {
        assertThat(encoder).isInstanceOf(Argon2idPasswordEncoder.class);
    }

    @Test
    void bothImplementationsAcceptEachOthersHashesAndNoOtherPassword() {
        String ours = encoder.encode(PASSWORD);
        String theirs = inJava.encode(PASSWORD);
        assertThat(ours).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSameSizeAs(theirs);
        assertThat(inJava.matches(PASSWORD, ours)).isTrue();
        assertThat(encoder.matches(PASSWORD, theirs)).isTrue();
        assertThat(encoder.matches(PASSWORD + " ", theirs)).isFalse();
        assertThat(encoder.encode(PASSWORD)).as("each has a salt of its own").isNotEqualTo(ours);
    }

    @Test
    void aWeakerHashIsDueForANewOne() {
        assertThat(encoder.upgradeEncoding(encoder.encode(PASSWORD))).isFalse();
        assertThat(encoder.upgradeEncoding(new Argon2PasswordEncoder(16, 32, 1, 1024, 1).encode(PASSWORD)))
                .isTrue();
    }

    @Test
    void whatIsNoHashMatchesNothing() {
        for (String none : new String[] {"", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$", "x".repeat(1000)}) {
            assertThat(encoder.matches(PASSWORD, none)).as(none).isFalse();
        }
    }
}
