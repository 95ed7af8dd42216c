create function forbid() returns event_trigger language plpgsql
  as $$ begin raise exception 'nothing is dropped here'; end $$;
create event trigger forbids on sql_drop execute function forbid();
