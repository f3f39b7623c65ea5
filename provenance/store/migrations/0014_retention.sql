-- How long a case is kept. When a person decides again whether it still has to be: the row with the highest version counts.
CREATE TABLE review_date (
  version INTEGER PRIMARY KEY,
  day     TEXT NOT NULL,
  reason  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL
) STRICT;

-- What forbids deletion: one row when it is set and one when it is lifted, never changed and never deleted.
CREATE TABLE hold (
  n       INTEGER NOT NULL,
  version INTEGER NOT NULL,
  action  TEXT NOT NULL CHECK (action IN ('set', 'lifted')),
  kind    TEXT NOT NULL CHECK (kind IN ('cpia', 'appeal', 'other')),
  reason  TEXT NOT NULL,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  PRIMARY KEY (n, version)
) STRICT, WITHOUT ROWID;

-- The stone of a source that was removed: `entry` is the entry of the log that tells of it.
CREATE TABLE removal (
  source INTEGER PRIMARY KEY REFERENCES source (n),
  entry  INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at     TEXT NOT NULL,
  by     TEXT NOT NULL
) STRICT;

CREATE TRIGGER review_date_unchanged BEFORE UPDATE ON review_date BEGIN SELECT RAISE (ABORT, 'review dates are never changed'); END;
CREATE TRIGGER review_date_kept BEFORE DELETE ON review_date BEGIN SELECT RAISE (ABORT, 'review dates are never deleted'); END;
CREATE TRIGGER hold_unchanged BEFORE UPDATE ON hold BEGIN SELECT RAISE (ABORT, 'holds are never changed'); END;
CREATE TRIGGER hold_kept BEFORE DELETE ON hold BEGIN SELECT RAISE (ABORT, 'holds are never deleted'); END;
CREATE TRIGGER removal_unchanged BEFORE UPDATE ON removal BEGIN SELECT RAISE (ABORT, 'removals are never changed'); END;
CREATE TRIGGER removal_kept BEFORE DELETE ON removal BEGIN SELECT RAISE (ABORT, 'removals are never deleted'); END;

-- An entry of the log of which words were erased with a source: `erased` is the entry that tells of that, and vouches for
-- what is left here; `content` is the commitment to what it told, from which its hash is made ('' where it had no salt).
ALTER TABLE audit ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
