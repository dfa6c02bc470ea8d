package dev.peercade.mediator.session.jooq;

import dev.peercade.model.peer.Endpoint;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How an endpoint stands in a column: as JSON, with its generation in a column beside it.
public record EndpointColumn(JsonMapper json) {

    public JSONB write(Endpoint endpoint) {
        return JSONB.valueOf(json.writeValueAsString(endpoint));
    }

    public @Nullable Endpoint read(@Nullable JSONB column, int generation) {
        if (column == null) {
            return null;
        }
        return json.readValue(column.data(), Endpoint.class).ofGeneration(generation);
    }
}
