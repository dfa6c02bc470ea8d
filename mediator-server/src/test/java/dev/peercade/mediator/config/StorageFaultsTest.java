package dev.peercade.mediator.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.web.StorageFaults;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The words and states of PostgreSQL; a disk that really is full is [dev.peercade.mediator.FullDiskTest]'s.
class StorageFaultsTest {

    private final StorageFaults faults = new DataSourceConfiguration().storageFaults();

    @Test
    void aFullOrReadOnlyDiskIsToldFromMissingGrantsAndFromOtherFaults() {
        assertThat(isFault("could not extend file \"base/1/2\": No space left on device", "53100"))
                .isTrue();
        assertThat(isFault("could not open file \"base/1/2\": Read-only file system", "42501"))
                .isTrue();
        assertThat(isFault("permission denied for table game", "42501")).isFalse();
        assertThat(isFault("sorry, too many clients already", "53300")).isFalse();
        assertThat(faults.isOne(new IllegalStateException("No space left on device")))
                .as("of the database's disk only")
                .isFalse();
    }

    private boolean isFault(String message, String state) {
        return faults.isOne(new IllegalStateException(new SQLException(message, state)));
    }
}
