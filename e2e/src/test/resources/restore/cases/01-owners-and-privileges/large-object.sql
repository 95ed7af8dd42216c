select lo_from_bytea(77, '\x01');
grant select on large object 77 to radius;
