create table y(s st);
