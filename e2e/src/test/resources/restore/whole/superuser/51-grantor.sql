-- Granted by a role that the owner is no member of.
GRANT SELECT ON public.radcheck TO grafana WITH GRANT OPTION;
SET SESSION AUTHORIZATION grafana;
GRANT SELECT ON public.radcheck TO acme;
RESET SESSION AUTHORIZATION;
