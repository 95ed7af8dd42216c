create function known(v text) returns bool language sql stable as $$ select exists(select from plan_names where name = v) $$;
create table subs(id serial primary key, plan text check (known(plan))); insert into subs(plan) values ('Basic');
