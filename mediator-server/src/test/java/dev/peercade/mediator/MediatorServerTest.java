package dev.peercade.mediator;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

class MediatorServerTest {

    @Test
    void aStartedMediatorHasItsTables() {
        DSLContext database = TestMediator.bean(TestMediator.shared(), DSLContext.class);
        UUID id = UUID.randomUUID();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

        database.insertInto(GAME, GAME.ID, GAME.NAME, GAME.CREATED_AT)
                .values(id, "Game " + id, now)
                .execute();

        assertThat(database.fetchSingle(GAME, GAME.ID.eq(id)).getCreatedAt()).isEqualTo(now);
    }
}
