-- Triggers in every state, policies, row security.
CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TABLE public.watched (id int PRIMARY KEY, a int, b text);
CREATE TRIGGER enabled BEFORE INSERT OR UPDATE OF a, b ON public.watched FOR EACH ROW
  WHEN (new.a > 3) EXECUTE FUNCTION app.stamp('an', 'argument');
CREATE TRIGGER disabled AFTER UPDATE ON public.watched FOR EACH ROW
  WHEN (old.b IS DISTINCT FROM new.b) EXECUTE FUNCTION app.stamp();
ALTER TABLE public.watched DISABLE TRIGGER disabled;
CREATE TRIGGER on_replica AFTER DELETE ON public.watched FOR EACH STATEMENT EXECUTE FUNCTION app.stamp();
ALTER TABLE public.watched ENABLE REPLICA TRIGGER on_replica;
CREATE TRIGGER always AFTER TRUNCATE ON public.watched EXECUTE FUNCTION app.stamp();
ALTER TABLE public.watched ENABLE ALWAYS TRIGGER always;
CREATE TRIGGER with_tables AFTER INSERT ON public.watched REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION app.stamp();
CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON public.watched DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.stamp();
CREATE TRIGGER instead INSTEAD OF INSERT ON public.active FOR EACH ROW EXECUTE FUNCTION app.stamp();
CREATE TRIGGER of_all BEFORE INSERT ON public.radacct FOR EACH ROW EXECUTE FUNCTION app.stamp();
ALTER TABLE public.radacct_1 DISABLE TRIGGER of_all;
INSERT INTO public.watched SELECT i, i, 'x' FROM generate_series(1, 10) i;

ALTER TABLE public.watched ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON public.watched USING (b = current_user) WITH CHECK (a > 0);
CREATE POLICY reading ON public.watched AS RESTRICTIVE FOR SELECT TO radius, grafana USING (a < 100);
-- Policies on a table whose row security is off.
CREATE POLICY asleep ON public.base FOR UPDATE TO PUBLIC USING (true);
