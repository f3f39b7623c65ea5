-- Who may open a protected case, and as what. Rows are added, never changed and never deleted; the last one of a name
-- counts. `roles` is JSON, a sorted list; of who has no access any more it is empty. `recipient` is the public part of the
-- user's age identity, which the key is encrypted to.
CREATE TABLE case_user (
  n         INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  roles     TEXT NOT NULL,
  recipient TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL
) STRICT;

CREATE INDEX case_user_name ON case_user (name, n);

-- What the files of a protected case are encrypted with; the highest number counts, lower ones are read with until no file
-- is left that needs them. Of a plain case there are none.
CREATE TABLE evidence_key (
  n        INTEGER PRIMARY KEY,
  identity TEXT NOT NULL,
  naming   BLOB NOT NULL,
  at       TEXT NOT NULL
) STRICT;

CREATE TRIGGER case_user_unchanged BEFORE UPDATE ON case_user BEGIN SELECT RAISE (ABORT, 'access is never changed, only added to'); END;
CREATE TRIGGER case_user_kept BEFORE DELETE ON case_user BEGIN SELECT RAISE (ABORT, 'access is never deleted, only added to'); END;
