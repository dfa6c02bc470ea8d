package dev.peercade.peer.edge.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediatorFilesTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8480, 127.0.0.1_8480",
        "https://Play.example, play.example_443",
        "https://play.example:443, play.example_443",
        "http://play.example, play.example_80",
        "https://[2001:DB8::1]:8480, 2001-db8--1_8480"
    })
    void eachMediatorIsCalledByItsHostAndPort(String server, String name) {
        assertThat(MediatorFiles.name(URI.create(server))).isEqualTo(name);
    }
}
