-- What a person decided on material that the program made itself: "draft D2", "searches", "log". Columns as those of
-- `material`; rows are added, never changed and never deleted; the highest version counts.
CREATE TABLE made_material (
  what        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  use         TEXT NOT NULL CHECK (use IN ('undecided', 'used', 'unused', 'sensitive', 'not_relevant')),
  description TEXT NOT NULL,
  reason      TEXT NOT NULL,
  assists     TEXT NOT NULL,
  location    TEXT NOT NULL,
  rebuttable  INTEGER NOT NULL CHECK (rebuttable IN (0, 1)),
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  PRIMARY KEY (what, version)
) STRICT, WITHOUT ROWID;

-- Schedules that were submitted: which items, under which running numbers, with the words that stood there then. Rows are
-- added, never changed and never deleted. `told` is JSON: what stood on the form outside its items.
CREATE TABLE submission (
  n    INTEGER PRIMARY KEY,
  form TEXT NOT NULL CHECK (form IN ('mg6c', 'mg6d', 'mg6e')),
  told TEXT NOT NULL,
  at   TEXT NOT NULL,
  by   TEXT NOT NULL
) STRICT;

-- `schedule` is the form whose running number it is: of an item of MG6E that of the schedule on which the item stands.
-- `source` is NULL for an item of several sources and for what the program made itself; `what` then names it ("block …",
-- "draft D2"). `words` is JSON: all that stood there, and the ids of its sources.
CREATE TABLE schedule_item (
  submission INTEGER NOT NULL REFERENCES submission (n),
  schedule   TEXT NOT NULL CHECK (schedule IN ('mg6c', 'mg6d')),
  number     INTEGER NOT NULL,
  source     INTEGER REFERENCES source (n),
  what       TEXT NOT NULL,
  words      TEXT NOT NULL,
  PRIMARY KEY (submission, schedule, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER made_material_unchanged BEFORE UPDATE ON made_material BEGIN SELECT RAISE (ABORT, 'decisions on material are never changed'); END;
CREATE TRIGGER made_material_kept BEFORE DELETE ON made_material BEGIN SELECT RAISE (ABORT, 'decisions on material are never deleted'); END;
CREATE TRIGGER submission_unchanged BEFORE UPDATE ON submission BEGIN SELECT RAISE (ABORT, 'submissions are never changed'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission BEGIN SELECT RAISE (ABORT, 'submissions are never deleted'); END;
CREATE TRIGGER schedule_item_unchanged BEFORE UPDATE ON schedule_item BEGIN SELECT RAISE (ABORT, 'submissions are never changed'); END;
CREATE TRIGGER schedule_item_kept BEFORE DELETE ON schedule_item BEGIN SELECT RAISE (ABORT, 'submissions are never deleted'); END;
