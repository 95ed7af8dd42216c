create function n() returns bigint language sql stable as $$ select count(*) from plan_names $$; create materialized view m as select n() as n;
