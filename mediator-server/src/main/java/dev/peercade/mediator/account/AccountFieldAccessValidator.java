package dev.peercade.mediator.account;

import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import org.springframework.stereotype.Component;

/// What a new account and a new token may hold.
@Component
final class AccountFieldAccessValidator {

    private static final int LABEL_MAX = 80;

    void check(NewPeer peer) {
        FieldProblems problems = new FieldProblems();
        String name = peer.userName();
        problems.require(
                name != null && name.matches(NewPeer.USER_NAME_PATTERN),
                "userName",
                "must have 3 to 32 of the letters a to z, digits, dot, underscore and hyphen");
        String password = peer.password();
        problems.require(
                password != null
                        && password.length() >= NewPeer.PASSWORD_MIN
                        && password.length() <= NewPeer.PASSWORD_MAX,
                "password",
                "must have " + NewPeer.PASSWORD_MIN + " to " + NewPeer.PASSWORD_MAX + " characters");
        problems.require(
                password == null || name == null || !password.equalsIgnoreCase(name),
                "password",
                "must differ from the user name");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
    }

    void check(NewToken token) {
        FieldProblems problems = new FieldProblems();
        problems.require(token.kind() != null, "kind", "is missing");
        problems.optionalLine(token.label(), LABEL_MAX, "label");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
    }
}
