package dev.peercade.mediator.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Who may use this mediator, and for how long what they get is good.
///
/// @param operators user names, in lower case, that see metrics and administration
/// @param origins of pages of other sites that may act here, such as `https://play.example`, as browsers write them
/// @param life of tokens
public record AccessSettings(Registration registration, Set<String> operators, Set<String> origins, TokenLife life) {

    public AccessSettings {
        operators = Set.copyOf(operators);
        origins = Set.copyOf(origins);
    }

    /// @param open whether anyone may make an account
    /// @param perHour so many accounts one address makes at once, and then each hour
    public record Registration(boolean open, int perHour) {}

    /// @param access short, since the polls carry it
    /// @param device long: it stands for a machine that stays signed in
    public record TokenLife(Duration access, Duration device) {}

    public boolean isOperator(String userName) {
        return operators.contains(userName.toLowerCase(Locale.ROOT));
    }
}
