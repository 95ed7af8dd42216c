create table u(id int primary key, email citext, backup_email citext); insert into u values (1, 'A@x', 'a@X');
create view same as select id, nullif(email, backup_email) is null as is_same from u;
create view j as select count(*) from u a join (select id as i2, backup_email as email from u) b using (email);
create view c as select case email when backup_email then 'same' else 'other' end from u;
