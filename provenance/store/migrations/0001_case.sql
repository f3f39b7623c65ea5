-- The record of a case. Numbers are the counters inside ids: source.n = 3 is S3, passage (3, 12) is S3.12.
-- JSON columns hold small values that are always read whole. Boxes, selectors and times are as in provenance/records.py.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- hash = SHA-256 over the canonical JSON of the other columns; prev = hash of the entry before.
CREATE TABLE audit (
  seq    INTEGER PRIMARY KEY,
  at     TEXT NOT NULL,
  by     TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev   TEXT NOT NULL,
  hash   TEXT NOT NULL
) STRICT;

CREATE TABLE source (
  n            INTEGER PRIMARY KEY,
  sha256       TEXT NOT NULL,
  name         TEXT NOT NULL,
  path         TEXT NOT NULL,
  size         INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  outcome      TEXT NOT NULL CHECK (outcome IN ('read', 'partly', 'refused', 'duplicate', 'held')),
  added        TEXT NOT NULL,
  added_by     TEXT NOT NULL,
  reason       TEXT,
  warnings     TEXT NOT NULL,
  findings     TEXT NOT NULL,
  parent       INTEGER REFERENCES source (n),
  exhibit      TEXT NOT NULL,
  producer     TEXT NOT NULL,
  dated        TEXT NOT NULL,
  mark         TEXT NOT NULL,
  privilege    TEXT NOT NULL CHECK (privilege IN ('none', 'possible', 'privileged', 'released')),
  by_reference INTEGER NOT NULL,
  fields       TEXT NOT NULL,
  pages        INTEGER NOT NULL,
  passages     INTEGER NOT NULL,
  frames       INTEGER NOT NULL
) STRICT;
CREATE INDEX source_sha256 ON source (sha256);

CREATE TABLE layer (
  source    INTEGER PRIMARY KEY REFERENCES source (n),
  extractor TEXT NOT NULL,
  length    INTEGER NOT NULL
) STRICT;

-- sha256 is of the text in UTF-8; line is the number of the part's first physical line, from 1.
CREATE TABLE part (
  source  INTEGER NOT NULL REFERENCES layer (source),
  ordinal INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  start   INTEGER NOT NULL,
  length  INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  sha256  TEXT NOT NULL,
  label   TEXT NOT NULL,
  page    INTEGER NOT NULL,
  width   REAL NOT NULL,
  height  REAL NOT NULL,
  xpath   TEXT NOT NULL,
  text    TEXT NOT NULL,
  words   BLOB,
  UNIQUE (source, ordinal)
) STRICT;

-- sha256 is of the canonical JSON of the row (see store/passages.py).
CREATE TABLE passage (
  n          INTEGER PRIMARY KEY,
  source     INTEGER NOT NULL REFERENCES layer (source),
  ordinal    INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  sentences  TEXT NOT NULL,
  label      TEXT NOT NULL,
  speaker    TEXT NOT NULL,
  section    TEXT NOT NULL,
  confidence REAL,
  sha256     TEXT NOT NULL,
  UNIQUE (source, ordinal)
) STRICT;

-- Only passages of the body; the index keeps no copy of its text.
CREATE VIRTUAL TABLE passages_fts USING fts5 (text, codes, content = '', tokenize = "unicode61 remove_diacritics 2");

-- The one model whose vectors a case holds.
CREATE TABLE embedding (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  role      TEXT NOT NULL,
  name      TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  dtype     TEXT NOT NULL,
  dimension INTEGER NOT NULL
) STRICT;

CREATE TABLE vector (
  passage INTEGER PRIMARY KEY REFERENCES passage (n),
  data    BLOB NOT NULL
) STRICT;

-- times and keys are int64, little-endian, zlib.
CREATE TABLE video (
  source       INTEGER PRIMARY KEY REFERENCES source (n),
  stream       INTEGER NOT NULL,
  codec        TEXT NOT NULL,
  width        INTEGER NOT NULL,
  height       INTEGER NOT NULL,
  pixel_format TEXT NOT NULL,
  time_base    TEXT NOT NULL,
  decoder      TEXT NOT NULL,
  rotation     INTEGER NOT NULL,
  times        BLOB NOT NULL,
  keys         BLOB NOT NULL,
  events       TEXT NOT NULL,
  clock        TEXT
) STRICT;

CREATE TABLE frame (
  source       INTEGER NOT NULL REFERENCES video (source),
  n            INTEGER NOT NULL,
  stream       INTEGER NOT NULL,
  ordinal      INTEGER NOT NULL,
  pts          INTEGER NOT NULL,
  time_base    TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  pixel_format TEXT NOT NULL,
  decoder      TEXT NOT NULL,
  width        INTEGER NOT NULL,
  height       INTEGER NOT NULL,
  role         TEXT NOT NULL,
  event        INTEGER,
  region       TEXT,
  PRIMARY KEY (source, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  n        INTEGER PRIMARY KEY,
  brief    TEXT NOT NULL,
  question INTEGER NOT NULL,
  found    INTEGER NOT NULL,
  searched INTEGER NOT NULL,
  run      TEXT NOT NULL,
  coverage TEXT NOT NULL,
  written  TEXT NOT NULL,
  by       TEXT NOT NULL
) STRICT;

CREATE TABLE claim (
  draft     INTEGER NOT NULL REFERENCES draft (n),
  n         INTEGER NOT NULL,
  heading   TEXT NOT NULL,
  text      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  verdict   TEXT NOT NULL,
  held_back INTEGER NOT NULL,
  PRIMARY KEY (draft, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE citation (
  draft  INTEGER NOT NULL,
  claim  INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source (n),
  role   TEXT NOT NULL CHECK (role IN ('cited', 'similar', 'against')),
  label  TEXT NOT NULL,
  anchor TEXT NOT NULL,
  PRIMARY KEY (draft, claim, n),
  FOREIGN KEY (draft, claim) REFERENCES claim (draft, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_source ON citation (source);
