-- Places inside parts: cells of a sheet, cues of a transcript, facts recorded with a picture. JSON rows
-- [start, end, value, conforms, label], offsets from the start of the part; '' where a part has none.
ALTER TABLE part ADD COLUMN places TEXT NOT NULL DEFAULT '';
CREATE INDEX source_parent ON source (parent) WHERE parent IS NOT NULL;
