package dev.peercade.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What we style lies beside the theme, not upon it; here, since the command sees both apps.
class StylesheetsTest {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern SELECTORS = Pattern.compile("([^{}]+)\\{[^}]*}");
    private static final Pattern CLASS = Pattern.compile("\\.([a-z][a-z0-9-]*)");

    /// A class that the theme gives to a part of a control, such as the mark of a check box, would change that too.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/peercade/desktop/peercade.css",
                "/dev/peercade/streamer/streamer.css",
                "/dev/peercade/viewer/viewer.css"
            })
    void noRuleForOneClassHitsAPartOfTheThemesControls(String stylesheet) throws IOException {
        Set<String> both = classesAlone(read(stylesheet));
        both.retainAll(classes(read(new PrimerLight().getUserAgentStylesheet())));
        assertThat(both).isEmpty();
    }

    @Test
    void aRuleThatDoesIsFound() throws IOException {
        Set<String> both = classesAlone("/* .thumb {} */ .ours, .mark:live { -fx-padding: 4px; } .ours .box { }");
        assertThat(both).containsExactly("mark", "ours");
        assertThat(classes(read(new PrimerLight().getUserAgentStylesheet()))).contains("mark", "box", "thumb");
    }

    /// Those of selectors that have nothing but one class, and perhaps a state.
    private static Set<String> classesAlone(String css) {
        Set<String> found = new TreeSet<>();
        Matcher rules = SELECTORS.matcher(COMMENT.matcher(css).replaceAll(""));
        while (rules.find()) {
            for (String selector : rules.group(1).split(",")) {
                Matcher one = Pattern.compile("\\.([a-z][a-z0-9-]*)(:[a-z-]+)*").matcher(selector.strip());
                if (one.matches()) {
                    found.add(one.group(1));
                }
            }
        }
        return found;
    }

    private static Set<String> classes(String css) {
        Set<String> found = new TreeSet<>();
        Matcher rules = SELECTORS.matcher(COMMENT.matcher(css).replaceAll(""));
        while (rules.find()) {
            Matcher each = CLASS.matcher(rules.group(1));
            while (each.find()) {
                found.add(each.group(1));
            }
        }
        return found;
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = requireNonNull(StylesheetsTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
