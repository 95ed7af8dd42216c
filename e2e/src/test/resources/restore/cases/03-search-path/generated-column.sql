create function slug(v text) returns text language plpgsql immutable as $$ begin return lower(unaccent(v)); end $$;
create table plans(id serial primary key, name text, slug text generated always as (slug(name)) stored); insert into plans(name) values ('Süd');
