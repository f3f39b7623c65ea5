-- Looks at footage for movement. The one at intake stands in `video` and `frame` as look 0; each later one has a row here
-- and frames of its own, numbered on. Looks are added, never changed and never deleted: drafts cite their frames. `watch`
-- and `mask` are JSON rows [x, y, w, h] in coded pixels, `threshold` is how much must change to be movement (of the look
-- at intake `video.threshold`, NULL where it was not recorded), `notices` are what the look says of itself.
ALTER TABLE video ADD COLUMN threshold REAL;
ALTER TABLE frame ADD COLUMN look INTEGER NOT NULL DEFAULT 0 CHECK (look >= 0);

CREATE TABLE look (
  source    INTEGER NOT NULL REFERENCES video (source),
  n         INTEGER NOT NULL CHECK (n > 0),
  watch     TEXT NOT NULL,
  mask      TEXT NOT NULL,
  threshold REAL NOT NULL,
  events    TEXT NOT NULL,
  notices   TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  PRIMARY KEY (source, n)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER look_unchanged BEFORE UPDATE ON look BEGIN SELECT RAISE (ABORT, 'looks are never changed'); END;
CREATE TRIGGER look_kept BEFORE DELETE ON look BEGIN SELECT RAISE (ABORT, 'looks are never deleted'); END;
