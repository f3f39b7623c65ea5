-- Marks for redaction in copies that are served; originals stay as they are. One row for each thing done to a mark, never
-- changed and never deleted; the highest version counts. `place` is JSON: what is to be taken out (a stretch of the text, an
-- area of a page, of a picture or of footage between two times).
CREATE TABLE redaction (
  n       INTEGER NOT NULL,
  version INTEGER NOT NULL,
  source  INTEGER NOT NULL REFERENCES source (n),
  action  TEXT NOT NULL CHECK (action IN ('marked', 'changed', 'removed')),
  kind    TEXT NOT NULL,
  place   TEXT NOT NULL,
  reason  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  PRIMARY KEY (n, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX redaction_source ON redaction (source);

CREATE TRIGGER redaction_unchanged BEFORE UPDATE ON redaction BEGIN SELECT RAISE (ABORT, 'marks for redaction are never changed'); END;
CREATE TRIGGER redaction_kept BEFORE DELETE ON redaction BEGIN SELECT RAISE (ABORT, 'marks for redaction are never deleted'); END;
