-- Sign-off of a draft by a person who typed their name, and its being taken up again: rows are added, never changed and
-- never deleted. `version` counts the signed versions of a draft; `signed` lists in JSON how each claim stood, and up to
-- which claim and which review it goes; `record` is the SHA-256 over that and over all that stood in the draft then, ''
-- for a draft that is taken up again.
CREATE TABLE signing (
  n       INTEGER PRIMARY KEY,
  draft   INTEGER NOT NULL REFERENCES draft (n),
  version INTEGER NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('signed', 'reopened')),
  name    TEXT NOT NULL,
  reason  TEXT NOT NULL,
  signed  TEXT NOT NULL,
  record  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  UNIQUE (draft, version, action)
) STRICT;

CREATE TRIGGER signing_unchanged BEFORE UPDATE ON signing BEGIN SELECT RAISE (ABORT, 'signings are never changed'); END;
CREATE TRIGGER signing_kept BEFORE DELETE ON signing BEGIN SELECT RAISE (ABORT, 'signings are never deleted'); END;

-- For how many seconds the person had each citation of the claim before them by then: JSON {citation id: seconds}, or ''
-- for reviews from before.
ALTER TABLE review ADD COLUMN spent TEXT NOT NULL DEFAULT '';

-- For how long a person had cited places before them, a few at a time: rows of one `n` were written together.
CREATE TABLE attention (
  n        INTEGER NOT NULL,
  draft    INTEGER NOT NULL,
  claim    INTEGER NOT NULL,
  citation INTEGER NOT NULL,
  seconds  INTEGER NOT NULL CHECK (seconds > 0),
  at       TEXT NOT NULL,
  by       TEXT NOT NULL,
  PRIMARY KEY (n, draft, claim, citation),
  FOREIGN KEY (draft, claim, citation) REFERENCES citation (draft, claim, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attention_claim ON attention (draft, claim);

CREATE TRIGGER attention_unchanged BEFORE UPDATE ON attention BEGIN SELECT RAISE (ABORT, 'attention is never changed'); END;
CREATE TRIGGER attention_kept BEFORE DELETE ON attention BEGIN SELECT RAISE (ABORT, 'attention is never deleted'); END;
