-- What laptops name (replicas, documents, kinds, who wrote) and write is bytea: it
-- may be any text, and text in PostgreSQL cannot hold U+0000. convert_from(doc,
-- 'UTF8') shows it. Times are microseconds since 1970. Records are json, not jsonb,
-- which cannot hold U+0000 either.

CREATE TABLE setting (
    key   text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE school (
    id   text COLLATE "C" PRIMARY KEY,
    body json NOT NULL
);

CREATE TABLE person (
    id   text COLLATE "C" PRIMARY KEY,
    body json NOT NULL
);

CREATE TABLE token (
    hash text COLLATE "C" PRIMARY KEY,
    body json NOT NULL,
    seen bigint -- when it was used last, if that is later than body says
);

CREATE TABLE invite (
    hash text COLLATE "C" PRIMARY KEY,
    body json NOT NULL
);

CREATE TABLE audit (
    n    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body json NOT NULL
);

-- One row for each school's stream (reader 'team') and for each of its feeds. head
-- is the number of the last entry. Entries get their numbers by adding to head in
-- the transaction that puts them in: the row's lock keeps the numbers in the order
-- of the commits and without gaps, which no sequence does.
CREATE TABLE stream (
    school text COLLATE "C" NOT NULL REFERENCES school,
    reader text COLLATE "C" NOT NULL,
    head   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (school, reader)
);

CREATE TABLE change (
    school  text COLLATE "C" NOT NULL REFERENCES school,
    n       bigint NOT NULL,
    replica bytea NOT NULL,
    seq     bigint NOT NULL,
    doc     bytea NOT NULL,
    body    bytea NOT NULL, -- the change's JSON, byte for byte
    PRIMARY KEY (school, n),
    UNIQUE (school, replica, seq)
);

CREATE INDEX change_doc ON change (school, doc, n);

-- The number of each replica's last change.
CREATE TABLE replica (
    school text COLLATE "C" NOT NULL REFERENCES school,
    name   bytea NOT NULL,
    last   bigint NOT NULL,
    PRIMARY KEY (school, name)
);

CREATE TABLE feed (
    school text COLLATE "C" NOT NULL,
    reader text COLLATE "C" NOT NULL,
    n      bigint NOT NULL,
    change bigint NOT NULL,
    PRIMARY KEY (school, reader, n),
    FOREIGN KEY (school, change) REFERENCES change (school, n)
);

CREATE TABLE doc (
    school  text COLLATE "C" NOT NULL REFERENCES school,
    id      bytea NOT NULL CHECK (id <> ''),
    kind    bytea NOT NULL,
    shared  text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    updated bigint NOT NULL,
    author  bytea NOT NULL,
    fold    bigint NOT NULL,
    line    bytea NOT NULL, -- what lists show
    state   bytea NOT NULL,
    PRIMARY KEY (school, id)
);

CREATE INDEX doc_newest ON doc (updated DESC, school, id);
CREATE INDEX doc_id ON doc (id);
