-- Who opened what is kept for good, as reviews are: an acceptance rests on it. Each opening stands in the log; those of
-- an older case get their entries when this is applied (provenance/store/openings.py).
CREATE TRIGGER opening_unchanged BEFORE UPDATE ON opening BEGIN SELECT RAISE (ABORT, 'openings are never changed'); END;
CREATE TRIGGER opening_kept BEFORE DELETE ON opening BEGIN SELECT RAISE (ABORT, 'openings are never deleted'); END;
