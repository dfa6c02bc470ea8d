-- What ended long ago is found by when it ended; a game that is removed must not cost a look at every session.

CREATE INDEX streaming_session_ended_at_idx ON streaming_session (ended_at) WHERE status = 'FINISHED';
CREATE INDEX streaming_session_game_id_idx ON streaming_session (game_id);
CREATE INDEX view_request_closed_at_idx ON view_request (closed_at) WHERE status = 'CLOSED';
