-- The restore is a superuser's.
create table t(x int);
create function run(q text) returns void language plpgsql security definer as $$ begin execute q; end $$;
