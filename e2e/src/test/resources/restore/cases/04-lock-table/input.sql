do $$ begin for i in 1..500 loop
  execute format('create table t_%s(id serial primary key, name text unique, x int)', i);
  execute format('create index on t_%s(x)', i);
end loop; end $$;
do $$ begin for i in 501..600 loop
  execute format('create table t_%s(id serial primary key, name text unique, x int)', i);
  execute format('create index on t_%s(x)', i);
end loop; end $$;
