-- Peers, their tokens, games, streaming sessions and view requests.

CREATE TABLE peer (
    id            uuid PRIMARY KEY,
    user_name     text        NOT NULL CHECK (char_length(user_name) BETWEEN 1 AND 64),
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX peer_user_name_key ON peer (lower(user_name));

CREATE TABLE token (
    id          uuid PRIMARY KEY,
    peer_id     uuid        NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
    -- The device token that this one was got with, and with which it falls.
    parent_id   uuid REFERENCES token (id) ON DELETE CASCADE,
    kind        text        NOT NULL CHECK (kind IN ('ACCESS', 'DEVICE')),
    label       text,
    secret_hash bytea       NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX token_peer_id_idx ON token (peer_id);
CREATE INDEX token_parent_id_idx ON token (parent_id);
CREATE INDEX token_expires_at_idx ON token (expires_at);

CREATE TABLE game (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 140),
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX game_name_key ON game (lower(name));

CREATE TABLE streaming_session (
    id           uuid PRIMARY KEY,
    peer_id      uuid        NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
    game_id      uuid        NOT NULL REFERENCES game (id),
    title        text        NOT NULL,
    admission    text        NOT NULL CHECK (admission IN ('OPEN', 'ASK')),
    status       text        NOT NULL CHECK (status IN ('NEW', 'READY', 'ACTIVE', 'FINISHED')),
    end_reason   text CHECK (end_reason IN ('ENDED', 'REPLACED', 'STREAMER_LOST')),
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    -- Erased when the session ends: an address is personal.
    endpoint     jsonb,
    generation   integer     NOT NULL DEFAULT 0,
    thumbnail    bytea CHECK (octet_length(thumbnail) <= 65536),
    thumbnail_at timestamptz,
    CHECK ((status = 'FINISHED') = (end_reason IS NOT NULL)),
    CHECK ((status = 'FINISHED') = (ended_at IS NOT NULL)),
    CHECK (status <> 'FINISHED' OR endpoint IS NULL)
);
CREATE UNIQUE INDEX streaming_session_unfinished_key ON streaming_session (peer_id) WHERE status <> 'FINISHED';
CREATE INDEX streaming_session_list_idx ON streaming_session (created_at DESC, id DESC) WHERE status <> 'FINISHED';

CREATE TABLE view_request (
    id           uuid PRIMARY KEY,
    session_id   uuid        NOT NULL REFERENCES streaming_session (id) ON DELETE CASCADE,
    peer_id      uuid        NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
    status       text        NOT NULL CHECK (status IN ('NEW', 'READY', 'PROCESSED', 'CLOSED')),
    admission    text        NOT NULL CHECK (admission IN ('PENDING', 'ADMITTED', 'REJECTED')),
    close_reason text CHECK (close_reason IN
        ('LEFT', 'DROPPED', 'REJECTED', 'SESSION_FINISHED', 'VIEWER_LOST', 'EXPIRED')),
    created_at   timestamptz NOT NULL,
    closed_at    timestamptz,
    endpoint     jsonb,
    generation   integer     NOT NULL DEFAULT 0,
    CHECK ((status = 'CLOSED') = (close_reason IS NOT NULL)),
    CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL)),
    CHECK (status <> 'CLOSED' OR endpoint IS NULL)
);
CREATE UNIQUE INDEX view_request_open_key ON view_request (session_id, peer_id) WHERE status <> 'CLOSED';
CREATE INDEX view_request_session_id_idx ON view_request (session_id, created_at);
CREATE INDEX view_request_peer_id_idx ON view_request (peer_id);
CREATE INDEX view_request_unclosed_idx ON view_request (id) WHERE status <> 'CLOSED';

CREATE TABLE barred (
    session_id uuid NOT NULL REFERENCES streaming_session (id) ON DELETE CASCADE,
    peer_id    uuid NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, peer_id)
);
