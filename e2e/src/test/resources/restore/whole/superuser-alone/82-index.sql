-- What an interrupted CREATE INDEX CONCURRENTLY leaves behind.
CREATE TABLE public.doubles (a int);
INSERT INTO public.doubles VALUES (1), (1);
\set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY not_unique ON public.doubles (a);
\set ON_ERROR_STOP on
