alter table customers rename to clients;
create view customers as table clients;
