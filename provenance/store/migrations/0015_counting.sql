-- Passages are counted with every search; without these each count reads the words and vectors of them all, decrypted in
-- a protected case.
CREATE INDEX passage_section ON passage (section, source);
CREATE INDEX vector_passage ON vector (passage);
