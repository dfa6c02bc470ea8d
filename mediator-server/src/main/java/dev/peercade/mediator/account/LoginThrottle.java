package dev.peercade.mediator.account;

import dev.peercade.mediator.web.BoundedTable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Slows down whoever guesses passwords: per account and address together, so that an owner who comes from
/// elsewhere is never locked out, and per address over all accounts; the latter does not hold for owners who have
/// signed in from there, whose neighbours guess. Device tokens do not pass here at all. Knows nothing of which accounts
/// exist, so that it answers for all names alike. Thread-safe.
final class LoginThrottle {

    /// A person mistypes a few times; five is what most sites grant.
    static final int FREE_FAILURES = 5;

    /// Several peers may share an address, so it has more.
    static final int FREE_FAILURES_OF_ADDRESS = 50;

    /// The wait doubles from a second up to this: 60 guesses an hour.
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /// Failures are forgotten after this much silence.
    static final Duration MEMORY = Duration.ofMinutes(15);

    private static final int ENTRIES_MAX = 10_000;

    private record Pair(String account, Address address) {}

    private record Failures(int count, long lastNanos) {}

    private final BoundedTable<Pair, Failures> byPair = new BoundedTable<>(ENTRIES_MAX);
    private final BoundedTable<Address, Failures> byAddress = new BoundedTable<>(ENTRIES_MAX);
    private final BoundedTable<Pair, Boolean> known = new BoundedTable<>(ENTRIES_MAX);
    private final LongSupplier nanoTime;

    /// @param nanoTime a steady clock, as [System#nanoTime()]
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// How long this address has to wait before its next try at this account; zero for not at all.
    Duration waitFor(String account, Address address) {
        Duration ofPair = rest(byPair.get(pair(account, address)), FREE_FAILURES);
        if (known(account, address) != null) {
            return ofPair;
        }
        Duration ofAddress = rest(byAddress.get(address), FREE_FAILURES_OF_ADDRESS);
        return ofPair.compareTo(ofAddress) >= 0 ? ofPair : ofAddress;
    }

    void failed(String account, Address address) {
        long now = nanoTime.getAsLong();
        byPair.update(pair(account, address), new Failures(0, now), old -> next(old, now));
        byAddress.update(address, new Failures(0, now), old -> next(old, now));
    }

    /// Clears the pair, not the address: an attacker with one account of its own must not get a clean slate by it.
    void succeeded(String account, Address address) {
        byPair.remove(pair(account, address));
        known.getOrMake(pair(account, address), key -> true);
    }

    /// The account, in the one spelling in which it is counted, if this address has brought its right password before
    /// and that is remembered; or null.
    @Nullable
    String known(String account, Address address) {
        Pair pair = pair(account, address);
        return known.get(pair) == null ? null : pair.account;
    }

    int entries() {
        return byPair.size();
    }

    private Duration rest(@Nullable Failures failures, int free) {
        if (failures == null || failures.count() < free) {
            return Duration.ZERO;
        }
        long sinceNanos = nanoTime.getAsLong() - failures.lastNanos();
        if (sinceNanos > MEMORY.toNanos()) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures.count() - free, 6);
        long waitNanos = Math.min(Duration.ofSeconds(1L << doublings).toNanos(), LONGEST_WAIT.toNanos());
        return Duration.ofNanos(Math.max(0, waitNanos - sinceNanos));
    }

    private static Failures next(Failures old, long now) {
        boolean forgotten = now - old.lastNanos() > MEMORY.toNanos();
        return new Failures(forgotten ? 1 : Math.min(old.count() + 1, 1_000), now);
    }

    private static Pair pair(String account, Address address) {
        // A name that no account can have still costs a row, but not a long one.
        String key = account.toLowerCase(Locale.ROOT);
        return new Pair(key.length() > 64 ? key.substring(0, 64) : key, address);
    }
}
