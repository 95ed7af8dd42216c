create table region(id int primary key, path ltree); create function casc() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger tr after update on region for each row when (old.path is distinct from new.path) execute function casc();
