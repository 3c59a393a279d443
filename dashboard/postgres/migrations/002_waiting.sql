-- replica.last is the number up to which all changes of the replica are there, in the
-- stream or waiting: returned changes may stand behind gaps.

-- Changes that are not in the stream yet: their documents are not shared with the
-- group (reader) that they are from.
CREATE TABLE waiting (
    school  text COLLATE "C" NOT NULL REFERENCES school,
    replica bytea NOT NULL,
    seq     bigint NOT NULL,
    doc     bytea NOT NULL,
    reader  text COLLATE "C" NOT NULL,
    body    bytea NOT NULL, -- the change's JSON, byte for byte
    PRIMARY KEY (school, replica, seq)
);
