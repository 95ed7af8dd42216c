create function label(customers) returns text language sql as 'select $1.name';
