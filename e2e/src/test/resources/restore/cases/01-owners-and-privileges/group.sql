-- Of a group, one of whose members restores.
set role app_owner;
create table customers(id int primary key);
