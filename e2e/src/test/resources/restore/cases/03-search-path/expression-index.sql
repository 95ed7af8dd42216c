create function norm(v text) returns text language sql immutable as $$ select lower(unaccent(v)) $$;
create table people(id int primary key, name text); create index on people(norm(name)); insert into people values (1,'Jörg');
