create schema tick; create sequence tick.jobid_seq;
create table tick.job(id bigint primary key default nextval('tick.jobid_seq'), schedule text, command text);
grant usage on schema tick to public; grant select, insert, delete on tick.job to public; grant select, usage on sequence tick.jobid_seq to public;
select pg_catalog.pg_extension_config_dump('tick.job',''); select pg_catalog.pg_extension_config_dump('tick.jobid_seq','');
