package dev.peercade.peer.punch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What crowds and savers get out of the budget, and how much it remembers. What one peer gets of it by its agent is
/// in [ConnectivityTest].
class CheckBudgetTest {

    private static final MonoTime NOW = new MonoTime(0);

    private final CheckBudget budget = new CheckBudget(PunchRole.CONTROLLED);

    private static CheckBudget.Payer named(String peer) {
        return new CheckBudget.Payer(peer, true);
    }

    private static CheckBudget.Payer unnamed(String peer) {
        return new CheckBudget.Payer(peer, false);
    }

    private static FiveTuple host(int number, int port) {
        return FiveTuple.direct(
                TransportAddress.of(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number}, port));
    }

    /// All viewers that a streamer serves, each naming other ports of the same hosts and forging other sources all
    /// the time, so that what was sent to a victim may be forgotten.
    @Test
    void sixtyFourWhoNameEverOtherPortsAreBoundedAndMakeNobodyForgotten() {
        FiveTuple victim = FiveTuple.direct(TransportAddress.of(new byte[] {(byte) 198, 51, 100, 1}, 9));
        int toVictim = 0;
        int toOthers = 0;
        for (int second = 0; second < 590; second++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(second));
            for (int liar = 0; liar < 64; liar++) {
                CheckBudget.Payer peer = named("liar" + liar);
                toVictim += budget.take(peer, victim, at) == CheckBudget.Verdict.SEND ? 1 : 0;
                for (int i = 0; i < 16; i++) {
                    FiveTuple named = host((second * 16 + i) % 64, 1 + (liar * 590 + second) % 60_000);
                    toOthers += budget.take(peer, named, at) == CheckBudget.Verdict.SEND ? 1 : 0;
                    budget.heard(unnamed(peer.peer()), host(1000 + i, 1 + (liar * 590 + second) % 60_000), at);
                }
            }
        }
        assertThat(toVictim).isEqualTo(CheckBudget.UNANSWERED_MAX);
        assertThat(toOthers).isPositive().isLessThanOrEqualTo(64 * 2 * CheckBudget.PEER_MAX);
    }

    /// A viewer chooses its streamer; nobody else can make it send.
    @Test
    void aSilentAddressGetsFourteenOfAViewersChecks() {
        CheckBudget viewers = new CheckBudget(PunchRole.CONTROLLING);
        FiveTuple silent = host(1, 9);
        int sent = 0;
        for (int second = 0; second < 590; second++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(second));
            sent += viewers.take(named("streamer" + second), silent, at) == CheckBudget.Verdict.SEND ? 1 : 0;
        }
        assertThat(sent).isEqualTo(CheckBudget.VIEWERS_UNANSWERED_MAX);
    }

    /// Who lets own addresses be silent first and answers from one after the other later has nothing saved up.
    @Test
    void refundsCannotBeSavedUp() {
        List<FiveTuple> own = new ArrayList<>();
        for (int number = 0; number < 400; number++) {
            own.add(host(number, 9));
        }
        for (int second = 0; second < 590; second++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(second));
            own.forEach(address -> budget.take(named("saver"), address, at));
        }
        int checks = 0;
        for (int second = 590; second < 1190; second++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(second));
            if (second - 590 < own.size()) {
                budget.answered(named("saver"), own.get(second - 590), at);
            }
            for (int i = 0; i < 16; i++) {
                FiveTuple victim = host(1000 + second * 16 + i, 9);
                checks += budget.take(named("saver"), victim, at) == CheckBudget.Verdict.SEND ? 1 : 0;
            }
        }
        assertThat(checks).isPositive().isLessThanOrEqualTo(2 * CheckBudget.PEER_MAX);
    }

    /// As when somebody sends a peer's recorded checks again from very many addresses.
    @Test
    void whoSendsInAPeersNameFromManyAddressesTakesNothingFromWhatThePeerNames() {
        int checks = 0;
        for (int number = 0; number < 1000; number++) {
            budget.heard(unnamed("peer"), host(number, 9), NOW);
            for (int check = 0; check < CheckBudget.UNANSWERED_MAX; check++) {
                checks += budget.take(unnamed("peer"), host(number, 9), NOW) == CheckBudget.Verdict.SEND ? 1 : 0;
            }
        }
        assertThat(checks).isLessThanOrEqualTo(CheckBudget.UNNAMED_MAX);
        assertThat(budget.take(named("peer"), host(2000, 9), NOW)).isEqualTo(CheckBudget.Verdict.SEND);
    }

    @Test
    void theTablesStayBoundedAndForget() {
        MonoTime at = NOW;
        for (int number = 0; number < 100_000; number++) {
            at = NOW.plus(Duration.ofMillis(number));
            budget.heard(unnamed("peer" + number), host(number, 10), at);
            budget.take(unnamed("peer" + number), host(number, 10), at);
            budget.take(named("peer" + number), host(number, 9), at);
        }
        assertThat(budget.size())
                .as("200,000 addresses, of the hosts in two tables those of the last minute, 1,024 peers in two")
                .isEqualTo(CheckBudget.ROWS_MAX + 2 * 60_000 + 2 * 1024);
        MonoTime later = at.plus(CheckBudget.MEMORY);
        budget.heard(unnamed("one"), host(1, 9), later);
        budget.take(named("one"), host(1, 9), later);
        budget.take(named("one"), host(1, 9), later);
        assertThat(budget.size())
                .as("the address, its host in two tables, the peer in two")
                .isEqualTo(5);
    }
}
