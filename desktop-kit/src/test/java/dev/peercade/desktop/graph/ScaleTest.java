package dev.peercade.desktop.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

    @ParameterizedTest
    @CsvSource({
        "0, 5",
        "4.9, 5",
        "5, 5",
        "5.1, 10",
        "11, 20",
        "21, 50",
        "50.5, 100",
        "101, 200",
        "999, 1000",
        "1700, 2000"
    })
    void theScaleEndsInARoundNumberThatIsNotLowerThanTheHighestColumn(double highest, double top) {
        assertThat(Scale.top(highest)).isEqualTo(top);
    }
}
