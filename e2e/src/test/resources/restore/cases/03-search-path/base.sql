create extension unaccent; create extension citext; create extension hstore; create extension ltree;
create table plan_names(id serial primary key, name text unique not null); insert into plan_names(name) values ('Basic');
