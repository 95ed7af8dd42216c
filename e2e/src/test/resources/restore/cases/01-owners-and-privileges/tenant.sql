create schema tenant_acme;
create table tenant_acme.subs(id int primary key);
grant usage on schema tenant_acme to acme;
grant select on tenant_acme.subs to acme;
