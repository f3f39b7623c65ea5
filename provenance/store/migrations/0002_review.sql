-- What people decide about claims, and claims that people write. A claim by hand stands beside the machine's, with who
-- wrote it and when; both are '' for the machine's.
ALTER TABLE claim ADD COLUMN by TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN at TEXT NOT NULL DEFAULT '';

-- One row for each thing a person did to a claim, never changed and never deleted: an undo is a row of its own, which
-- names in `undoes` the row that it takes back. `text` holds the new words of an amendment; of another decision, the
-- amended words that it was made on ('' where the machine's own stood). `opened` are the ids of the claim's citations
-- that the person had opened by then.
CREATE TABLE review (
  n       INTEGER PRIMARY KEY,
  draft   INTEGER NOT NULL,
  claim   INTEGER NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('accept', 'amend', 'reject', 'aside', 'note', 'undo')),
  text    TEXT NOT NULL,
  note    TEXT NOT NULL,
  fault   TEXT NOT NULL,
  verdict TEXT,
  opened  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  undoes  INTEGER UNIQUE REFERENCES review (n),
  CHECK ((action = 'undo') = (undoes IS NOT NULL)),
  FOREIGN KEY (draft, claim) REFERENCES claim (draft, n)
) STRICT;
CREATE INDEX review_claim ON review (draft, claim);

CREATE TRIGGER review_unchanged BEFORE UPDATE ON review BEGIN SELECT RAISE (ABORT, 'reviews are never changed'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT RAISE (ABORT, 'reviews are never deleted'); END;

-- Who opened which citation, and when first.
CREATE TABLE opening (
  draft    INTEGER NOT NULL,
  by       TEXT NOT NULL,
  claim    INTEGER NOT NULL,
  citation INTEGER NOT NULL,
  at       TEXT NOT NULL,
  PRIMARY KEY (draft, by, claim, citation),
  FOREIGN KEY (draft, claim, citation) REFERENCES citation (draft, claim, n)
) STRICT, WITHOUT ROWID;
