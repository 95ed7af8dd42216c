create table jobs.job(id int primary key);
grant usage on schema jobs to public;
