-- Sign-off of a draft by a person who typed their name, and its being taken up again: rows are added, never changed and
-- never deleted. `version` counts the signed versions of a draft; `record` is the SHA-256 over all that was signed.
CREATE TABLE signing (
  n       INTEGER PRIMARY KEY,
  draft   INTEGER NOT NULL REFERENCES draft (n),
  version INTEGER NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('signed', 'reopened')),
  name    TEXT NOT NULL,
  reason  TEXT NOT NULL,
  record  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL
) STRICT;
CREATE INDEX signing_draft ON signing (draft);

CREATE TRIGGER signing_unchanged BEFORE UPDATE ON signing BEGIN SELECT RAISE (ABORT, 'signings are never changed'); END;
CREATE TRIGGER signing_kept BEFORE DELETE ON signing BEGIN SELECT RAISE (ABORT, 'signings are never deleted'); END;

-- For how many seconds the person had each citation of the claim before them by then: JSON {citation id: seconds}, or ''
-- for reviews from before.
ALTER TABLE review ADD COLUMN spent TEXT NOT NULL DEFAULT '';
