-- What speaks against claims and where sources conflict, as it stood when a draft was written. `against_searched` counts
-- the passages in which evidence against a claim was looked for, `compared` those that were compared for conflicts; NULL
-- where that was not done, as in every draft from before. `why` is the reason of a citation against a claim, as a notice
-- in JSON, or ''.
ALTER TABLE claim ADD COLUMN against_searched INTEGER;
ALTER TABLE citation ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN compared INTEGER;

CREATE TABLE conflict (
  draft    INTEGER NOT NULL REFERENCES draft (n),
  n        INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  about    TEXT NOT NULL,
  conflict TEXT NOT NULL,
  PRIMARY KEY (draft, n)
) STRICT, WITHOUT ROWID;

-- What one source says of it. `value` is what was compared, `hedged` that the words say it with doubt.
CREATE TABLE side (
  draft    INTEGER NOT NULL,
  conflict INTEGER NOT NULL,
  n        INTEGER NOT NULL,
  source   INTEGER NOT NULL REFERENCES source (n),
  value    TEXT NOT NULL,
  hedged   INTEGER NOT NULL,
  label    TEXT NOT NULL,
  anchor   TEXT NOT NULL,
  PRIMARY KEY (draft, conflict, n),
  FOREIGN KEY (draft, conflict) REFERENCES conflict (draft, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX side_source ON side (source);

CREATE TRIGGER conflict_unchanged BEFORE UPDATE ON conflict BEGIN SELECT RAISE (ABORT, 'conflicts of a draft are never changed'); END;
CREATE TRIGGER conflict_kept BEFORE DELETE ON conflict BEGIN SELECT RAISE (ABORT, 'conflicts of a draft are never deleted'); END;
CREATE TRIGGER side_unchanged BEFORE UPDATE ON side BEGIN SELECT RAISE (ABORT, 'conflicts of a draft are never changed'); END;
CREATE TRIGGER side_kept BEFORE DELETE ON side BEGIN SELECT RAISE (ABORT, 'conflicts of a draft are never deleted'); END;
