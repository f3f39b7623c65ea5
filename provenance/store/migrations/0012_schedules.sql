-- Schedules that were submitted: which items, under which running numbers, with the words that stood there then. Rows are
-- added, never changed and never deleted. `source` is NULL for what the program made itself (drafts, search record, log);
-- `what` then names it.
CREATE TABLE submission (
  n    INTEGER PRIMARY KEY,
  form TEXT NOT NULL CHECK (form IN ('mg6c', 'mg6d', 'mg6e')),
  at   TEXT NOT NULL,
  by   TEXT NOT NULL
) STRICT;

CREATE TABLE schedule_item (
  submission INTEGER NOT NULL REFERENCES submission (n),
  number     INTEGER NOT NULL,
  source     INTEGER REFERENCES source (n),
  what       TEXT NOT NULL,
  words      TEXT NOT NULL,
  PRIMARY KEY (submission, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER submission_unchanged BEFORE UPDATE ON submission BEGIN SELECT RAISE (ABORT, 'submissions are never changed'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission BEGIN SELECT RAISE (ABORT, 'submissions are never deleted'); END;
CREATE TRIGGER schedule_item_unchanged BEFORE UPDATE ON schedule_item BEGIN SELECT RAISE (ABORT, 'submissions are never changed'); END;
CREATE TRIGGER schedule_item_kept BEFORE DELETE ON schedule_item BEGIN SELECT RAISE (ABORT, 'submissions are never deleted'); END;
