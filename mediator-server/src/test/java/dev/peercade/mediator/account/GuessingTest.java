package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Caller.Answer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.TokenKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What someone learns who guesses names and passwords: nothing, and slowly.
class GuessingTest {

    private final RunningMediator mediator = TestMediator.shared();
    private final Caller anonymous = Caller.anonymous(mediator);

    @Test
    void anUnknownNameAWrongPasswordAndANameThatCannotBeAreAnsweredAlikeToTheByte() {
        String name = "guess-" + Caller.suffix();
        anonymous.register(name);
        List<Answer> answers = List.of(
                anonymous.basic(name, "wrong password").get(MediatorApi.GAMES),
                anonymous.basic("nobody-" + Caller.suffix(), Caller.PASSWORD).get(MediatorApi.GAMES),
                anonymous.basic("no such name!\u0000", "").get(MediatorApi.GAMES));
        for (Answer answer : answers) {
            answer.isProblem(ProblemCode.UNAUTHENTICATED);
            assertThat(answer.body()).isEqualTo(answers.getFirst().body());
            assertThat(answer.headers().newBuilder().removeAll("Date").build())
                    .isEqualTo(answers.getFirst()
                            .headers()
                            .newBuilder()
                            .removeAll("Date")
                            .build());
        }
    }

    @Test
    void aGuesserIsSlowedAndTheOwnerComesInByDeviceTokenAndFromElsewhere() {
        String name = "victim-" + Caller.suffix();
        Caller owner = anonymous.register(name);
        String device = owner.token(TokenKind.DEVICE).token();
        String access = owner.token(TokenKind.ACCESS).token();
        int slowed = 0;
        for (int guess = 0; guess < 30; guess++) {
            Answer answer = anonymous.basic(name, "guess " + guess).get(MediatorApi.GAMES);
            if (answer.status() == 429) {
                slowed++;
                answer.isProblem(ProblemCode.TOO_MANY_REQUESTS);
                assertThat(Integer.parseInt(String.valueOf(answer.headers().get("Retry-After"))))
                        .isBetween(1, 60);
            }
        }
        assertThat(slowed).isGreaterThanOrEqualTo(20);

        assertThat(anonymous.bearer(access).get(MediatorApi.GAMES).status()).isEqualTo(200);
        assertThat(anonymous
                        .bearer(device)
                        .withAccessToken()
                        .get(MediatorApi.GAMES)
                        .status())
                .isEqualTo(200);
        PasswordLogin passwords = TestMediator.bean(mediator, PasswordLogin.class);
        assertThat(passwords
                        .login(name, Caller.PASSWORD, Address.of("203.0.113.200"))
                        .userName())
                .isEqualTo(name);
    }

    /// B10: 200 samples of each; the distributions of the two times must not be tellable apart.
    @Test
    @Tag("proof")
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        PasswordLogin passwords = TestMediator.bean(mediator, PasswordLogin.class);
        String name = "timed-" + Caller.suffix();
        anonymous.register(name);
        int samples = 200;
        double[] known = new double[samples];
        double[] unknown = new double[samples];
        for (int i = -20; i < samples; i++) {
            // Alternating, so that whatever else the machine does falls on both.
            double a = millis(passwords, name, i);
            double b = millis(passwords, "nobody-" + i, i);
            if (i >= 0) {
                known[i] = a;
                unknown[i] = b;
            }
        }
        double difference = Math.abs(median(known) - median(unknown)) / median(known);
        double p = mannWhitney(known, unknown);
        System.out.printf(
                "login timing: known %.1f ms, unknown %.1f ms, difference %.1f %%, p = %.3f%n",
                median(known), median(unknown), 100 * difference, p);
        assertThat(difference).isLessThan(0.10);
        assertThat(p).isGreaterThan(0.01);
    }

    private static double millis(PasswordLogin passwords, String name, int i) {
        // Each sample comes from an address of its own, which no back-off knows.
        Address address = Address.of("10." + (name.startsWith("nobody") ? 1 : 2) + "." + (i + 20) + ".1");
        long start = System.nanoTime();
        try {
            passwords.login(name, "wrong password", address);
            throw new AssertionError("a wrong password was accepted");
        } catch (dev.peercade.mediator.web.ProblemException e) {
            assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// The two-sided p of the rank-sum test, by the normal approximation, which is good from 20 samples on.
    private static double mannWhitney(double[] a, double[] b) {
        record Ranked(double value, boolean first) {}
        List<Ranked> all = new ArrayList<>();
        for (double value : a) {
            all.add(new Ranked(value, true));
        }
        for (double value : b) {
            all.add(new Ranked(value, false));
        }
        all.sort(java.util.Comparator.comparingDouble(Ranked::value));
        double ranks = 0;
        for (int i = 0; i < all.size(); i++) {
            ranks += all.get(i).first() ? i + 1 : 0;
        }
        double n = a.length;
        double m = b.length;
        double u = ranks - n * (n + 1) / 2;
        double z = (u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
        return 2 * (1 - normal(Math.abs(z)));
    }

    /// The normal distribution's integral (Abramowitz and Stegun, 26.2.17), good to seven places.
    private static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * x);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
