package dev.peercade.mediator.account;

import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.Peer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Service;

/// Makes accounts.
@Service
public class AccountService {

    private final AccountDataService accounts;
    private final AccountFieldAccessValidator validator;
    private final PasswordLogin passwords;
    private final AccessSettings settings;
    private final Clock clock;

    AccountService(
            AccountDataService accounts,
            AccountFieldAccessValidator validator,
            PasswordLogin passwords,
            AccessSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.validator = validator;
        this.passwords = passwords;
        this.settings = settings;
        this.clock = clock;
    }

    /// The name of an operator is free on the mediator's own machine only: else the first stranger to come would be
    /// one. It is answered as a name that is taken, and as late, so that nobody learns who the operators are.
    ///
    /// @param fromThisMachine whether the caller sits at the mediator's own machine
    /// @throws ProblemException REGISTRATION_CLOSED, INVALID_FIELD or USER_NAME_TAKEN
    public Peer register(NewPeer wish, Address address, boolean fromThisMachine) {
        if (!settings.registration().open()) {
            throw new ProblemException(ProblemCode.REGISTRATION_CLOSED, "This mediator makes no accounts for anyone.");
        }
        validator.check(wish);
        StoredPeer peer = new StoredPeer(
                UUID.randomUUID(),
                wish.userName(),
                passwords.hash(wish.password(), address),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        boolean reserved = settings.isOperator(wish.userName()) && !fromThisMachine;
        if (reserved || !accounts.insert(peer)) {
            throw new ProblemException(ProblemCode.USER_NAME_TAKEN, "Another peer has this user name.");
        }
        return new Peer(peer.id(), peer.userName(), peer.createdAt());
    }
}
