-- Objects of the superuser beside the owner's, all of which the owner may read.
CREATE EXTENSION tablefunc;
CREATE EXTENSION pg_stat_statements;
COMMENT ON EXTENSION tablefunc IS 'for reports';
REVOKE EXECUTE ON FUNCTION public.normal_rand(int, float8, float8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.normal_rand(int, float8, float8) TO radius;
REVOKE SELECT ON public.pg_stat_statements FROM PUBLIC;
GRANT SELECT ON public.pg_stat_statements TO grafana;

CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO panel;
CREATE FUNCTION audit.log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
  EXECUTE FUNCTION audit.log_ddl();
CREATE EVENT TRIGGER log_drop ON sql_drop EXECUTE FUNCTION audit.log_ddl();
ALTER EVENT TRIGGER log_drop DISABLE;
CREATE EVENT TRIGGER log_always ON table_rewrite EXECUTE FUNCTION audit.log_ddl();
ALTER EVENT TRIGGER log_always ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER log_ddl IS 'who changes what';

CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION of_schemas FOR TABLES IN SCHEMA app;
CREATE PUBLICATION theirs FOR TABLE public.subscribers;

CREATE FOREIGN DATA WRAPPER bare OPTIONS (key 'value');
GRANT USAGE ON FOREIGN DATA WRAPPER bare TO grafana;
CREATE SERVER theirs FOREIGN DATA WRAPPER bare;
CREATE USER MAPPING FOR radius SERVER theirs OPTIONS (password 'not for panel');

ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO panel;
ALTER ROLE radius IN DATABASE :"DBNAME" SET statement_timeout = '5s';
