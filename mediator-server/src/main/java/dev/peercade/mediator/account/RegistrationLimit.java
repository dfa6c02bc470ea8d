package dev.peercade.mediator.account;

import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.mediator.web.RateLimit;
import org.springframework.stereotype.Component;

/// How many accounts an address may make.
@Component
public final class RegistrationLimit {

    private final RateLimit<Address> limit;

    /// @param settings of which the default is what a household or a class behind one address makes
    RegistrationLimit(AccessSettings settings) {
        this.limit = new RateLimit<>(settings.registration().perHour());
    }

    /// @throws ProblemException TOO_MANY_REQUESTS
    public void take(Address address) {
        limit.take(address, "Too many accounts were made from this address.");
    }
}
