-- A random salt for each new entry of the log: its hash covers a commitment to what it tells, so that an entry can be
-- withheld from an audience and the chain still checks (provenance/audit.py). '' for entries from before.
ALTER TABLE audit ADD COLUMN salt TEXT NOT NULL DEFAULT '';
