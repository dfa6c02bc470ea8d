package dev.peercade.desktop.signin;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;

/// Reads the address of a mediator as people write it.
public final class MediatorAddress {

    private MediatorAddress() {}

    /// @param text such as `https://play.example:8480`; without a scheme it is taken for `https`
    public static URI parse(String text) throws ProblemException {
        String whole = text.contains("://") ? text : "https://" + text;
        try {
            URI address = new URI(whole);
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Falls through to the one sentence below.
        }
        throw new ProblemException(new Problem(
                "usage",
                "'" + text + "' is not the address of a mediator.",
                "Give one such as https://play.example:8480."));
    }
}
