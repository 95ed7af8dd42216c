create table invoice_lines(id int primary key, invoice int references invoices(id));
