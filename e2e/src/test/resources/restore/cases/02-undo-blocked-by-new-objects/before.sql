create table customers(id serial primary key, name text not null);
create table invoices(id serial primary key, customer int);
create type st as enum ('a','b');
create table x(s st);
create extension citext;
create table mail(a citext);
insert into customers(name) values ('a'), ('b');
insert into invoices(customer) values (1);
