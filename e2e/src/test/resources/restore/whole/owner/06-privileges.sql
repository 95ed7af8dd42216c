-- Privileges on whatever has any.
SELECT current_setting('server_version_num')::int >= 170000 AS pg17 \gset

CREATE TABLE public.radcheck (id serial PRIMARY KEY, username text NOT NULL, value text);
INSERT INTO public.radcheck (username, value) SELECT 'user' || i, 'x' || i FROM generate_series(1, 50) i;
CREATE TABLE public.invoices (id serial PRIMARY KEY, customer int, amount numeric, note text);
INSERT INTO public.invoices (customer, amount) SELECT i, i * 10 FROM generate_series(1, 20) i;
GRANT SELECT ON public.radcheck TO radius;
GRANT SELECT, INSERT, UPDATE ON public.radacct TO radius;
GRANT USAGE, SELECT ON SEQUENCE public.radcheck_id_seq TO radius;
GRANT SELECT (id, customer), UPDATE (note) ON public.invoices TO grafana;
GRANT SELECT ON public.invoices TO app_owner WITH GRANT OPTION;
GRANT SELECT ON public.active TO PUBLIC;
GRANT SELECT ON public.by_plan TO grafana;
REVOKE DELETE, TRUNCATE ON public.invoices FROM panel;
GRANT USAGE ON SCHEMA app TO radius, grafana;
GRANT ALL ON ALL TABLES IN SCHEMA shared TO radius WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION app.twice(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.twice(int) TO radius;
REVOKE EXECUTE ON PROCEDURE app.close_month FROM PUBLIC, panel;
REVOKE EXECUTE ON FUNCTION app.product(int) FROM PUBLIC;
REVOKE USAGE ON TYPE app.state FROM PUBLIC;
GRANT USAGE ON TYPE app.state TO radius;
REVOKE ALL ON DOMAIN app.percent FROM PUBLIC;
GRANT USAGE ON DOMAIN app.percent TO grafana WITH GRANT OPTION;
\if :pg17
GRANT MAINTAIN ON public.radcheck TO grafana;
\endif
-- By a grantor who is not the owner.
SET ROLE app_owner;
GRANT SELECT ON public.invoices TO radius;
RESET ROLE;
