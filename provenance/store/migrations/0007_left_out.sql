-- Lines of enquiry: points to prove, points of the defence statement, open questions. One row for each thing that was done
-- to one, never changed and never deleted; the row with the highest version is how it stands. `dated` is the day of the
-- paper that it comes from ("" where none was given), `place` its place in the list, `reason` why it was closed. `drafts`
-- and `reviews` are the numbers of the last draft and review that there were then: those up to them were made before.
CREATE TABLE enquiry (
  n       INTEGER NOT NULL,
  version INTEGER NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('added', 'changed', 'moved', 'closed', 'reopened')),
  kind    TEXT NOT NULL CHECK (kind IN ('to_prove', 'defence', 'question')),
  words   TEXT NOT NULL,
  dated   TEXT NOT NULL,
  place   INTEGER NOT NULL,
  closed  INTEGER NOT NULL CHECK (closed IN (0, 1)),
  reason  TEXT NOT NULL,
  drafts  INTEGER NOT NULL,
  reviews INTEGER NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  PRIMARY KEY (n, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER enquiry_unchanged BEFORE UPDATE ON enquiry BEGIN SELECT RAISE (ABORT, 'enquiries are never changed'); END;
CREATE TRIGGER enquiry_kept BEFORE DELETE ON enquiry BEGIN SELECT RAISE (ABORT, 'enquiries are never deleted'); END;

-- Which draft (an answer) came of putting a line of enquiry to the case, and with which of its words.
CREATE TABLE asking (
  draft   INTEGER PRIMARY KEY REFERENCES draft (n),
  enquiry INTEGER NOT NULL,
  version INTEGER NOT NULL,
  FOREIGN KEY (enquiry, version) REFERENCES enquiry (n, version)
) STRICT;
CREATE INDEX asking_enquiry ON asking (enquiry);

CREATE TRIGGER asking_unchanged BEFORE UPDATE ON asking BEGIN SELECT RAISE (ABORT, 'askings are never changed'); END;
CREATE TRIGGER asking_kept BEFORE DELETE ON asking BEGIN SELECT RAISE (ABORT, 'askings are never deleted'); END;

-- What a person had before them in the window, cited or not, and when first: pages by number, stretches of the text where
-- a source has no pages of its own ([first, last) in code points), minutes of footage counted from 0. No acceptance rests
-- on it: that takes a row in `opening`.
CREATE TABLE viewed (
  source INTEGER NOT NULL REFERENCES source (n),
  by     TEXT NOT NULL,
  unit   TEXT NOT NULL CHECK (unit IN ('page', 'text', 'minute')),
  first  INTEGER NOT NULL,
  last   INTEGER NOT NULL,
  at     TEXT NOT NULL,
  PRIMARY KEY (source, by, unit, first, last)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER viewed_unchanged BEFORE UPDATE ON viewed BEGIN SELECT RAISE (ABORT, 'what was viewed is never changed'); END;
CREATE TRIGGER viewed_kept BEFORE DELETE ON viewed BEGIN SELECT RAISE (ABORT, 'what was viewed is never deleted'); END;
