package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "screen",
                "screen:1280x720+10+20",
                "window:id=0x1c00007",
                "window:title=Free: doom",
                "file:/tmp/a:b.mkv",
                "scene"
            })
    void aSourceIsWrittenAsItWasRead(String text) {
        assertThat(SourceSpec.parse(text)).hasToString(text);
    }

    @Test
    void aWindowIdMayLackItsPrefixAndARegionItsPlace() {
        assertThat(SourceSpec.parse("window:id=1C00007")).isEqualTo(new SourceSpec.WindowById(0x1c00007));
        assertThat(SourceSpec.parse("screen:640x480"))
                .isEqualTo(new SourceSpec.Screen(new SourceSpec.Region(new Size(640, 480), 0, 0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | is no source; write screen
            camera              | is no source; write screen
            screen:             | written like screen:1280x720+0+0
            screen:0x0+0+0      | between 1x1 and 16384x16384
            screen:99999x1+0+0  | between 1x1 and 16384x16384
            window:             | named by window:id=HEX
            window:title=       | named by window:id=HEX
            window:id=xyz       | hexadecimal number
            window:id=123456789 | hexadecimal number
            file:               | needs a path
            """)
    void whatIsNoSourceIsRefusedWithASentence(String text, String sentence) {
        assertThatThrownBy(() -> SourceSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
