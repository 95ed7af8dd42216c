create schema seed;
create table seed.metadata(key text primary key, value text);
insert into seed.metadata values ('installed_at', now()::text);
select pg_catalog.pg_extension_config_dump('seed.metadata','');
