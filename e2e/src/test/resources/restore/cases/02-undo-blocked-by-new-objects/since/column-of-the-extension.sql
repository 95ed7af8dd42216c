create table mail2(a citext);
