-- Rows that the owner of the database cannot read, so that its backup is refused.
ALTER TABLE public.watched FORCE ROW LEVEL SECURITY;
CREATE TABLE audit.entries (id serial PRIMARY KEY, line text);
INSERT INTO audit.entries (line) VALUES ('a'), ('b');
SELECT lo_from_bytea(71002, '\x06');
SELECT lo_from_bytea(71001, '\x05');
GRANT SELECT ON LARGE OBJECT 71001 TO panel;
