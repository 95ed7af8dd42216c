create view v2 as select id from customers;
create view v3 as table v2;
