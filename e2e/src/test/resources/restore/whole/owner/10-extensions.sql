-- Extensions that the owner may make, and what is built on them.
SELECT current_setting('server_version_num')::int < 170000 AS before17 \gset

CREATE EXTENSION citext;
CREATE SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
COMMENT ON EXTENSION citext IS 'a comment of ours';
CREATE TABLE public.mail (id int PRIMARY KEY, address citext UNIQUE, other citext, more ext.hstore);
INSERT INTO public.mail VALUES (1, 'A@x', 'a@X', 'k=>v');
-- Its meaning hangs on the search path.
CREATE VIEW public.same_mail AS SELECT id, nullif(address, other) IS NULL AS same,
  CASE address WHEN other THEN 'same' ELSE 'other' END AS word FROM public.mail;
CREATE MATERIALIZED VIEW public.same_mail_counted AS
  SELECT count(*) AS n FROM public.mail a JOIN (SELECT other AS address FROM public.mail) b USING (address);
CREATE FUNCTION public.slug(v text) RETURNS text LANGUAGE plpgsql IMMUTABLE
  AS $$ BEGIN RETURN lower(v::citext::text); END $$;
CREATE TABLE public.pages (title text, slug text GENERATED ALWAYS AS (slug(title)) STORED);
INSERT INTO public.pages VALUES ('A Title');
-- From 17 on the server itself refuses it.
\if :before17
CREATE INDEX ON public.mail (slug(address::text));
\endif
CREATE TABLE public.moved (id int PRIMARY KEY, address citext);
CREATE TRIGGER moves AFTER UPDATE ON public.moved FOR EACH ROW
  WHEN (old.address IS DISTINCT FROM new.address) EXECUTE FUNCTION app.stamp();
