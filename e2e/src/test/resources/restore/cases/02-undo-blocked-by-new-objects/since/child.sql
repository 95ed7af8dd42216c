create table customers_2026_12 () inherits (customers);
