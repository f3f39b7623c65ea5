-- What a person decided that a source is in the case: used, unused and not sensitive, unused and sensitive, not relevant.
-- One row for each decision, never changed and never deleted; the highest version counts. `description` is a person's own
-- words on what it is, for a schedule; `reason` why it is sensitive; `assists` why it may undermine or assist.
CREATE TABLE material (
  source      INTEGER NOT NULL REFERENCES source (n),
  version     INTEGER NOT NULL,
  use         TEXT NOT NULL CHECK (use IN ('undecided', 'used', 'unused', 'sensitive', 'not_relevant')),
  description TEXT NOT NULL,
  reason      TEXT NOT NULL,
  assists     TEXT NOT NULL,
  location    TEXT NOT NULL,
  rebuttable  INTEGER NOT NULL CHECK (rebuttable IN (0, 1)),
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  PRIMARY KEY (source, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER material_unchanged BEFORE UPDATE ON material BEGIN SELECT RAISE (ABORT, 'decisions on material are never changed'); END;
CREATE TRIGGER material_kept BEFORE DELETE ON material BEGIN SELECT RAISE (ABORT, 'decisions on material are never deleted'); END;
