create table customers(id serial primary key, name text not null);
insert into customers(name) values ('a'), ('b');
