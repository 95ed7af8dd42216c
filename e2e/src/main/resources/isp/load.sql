-- The database of an Internet service provider's panel, made from nothing and always the same.
--
--   psql -X -v subscribers=30000 -v months=2 -f load.sql
--
-- Run it as the role that shall own everything, in an empty UTF-8 database that this role owns.
-- Both variables can be left out. Accounting has 7 rows per subscriber and month, so that
-- subscribers=30000 with months=12 is the database of the benchmarks: 2.5 million rows.
\ir schema.sql
\ir data.sql
\ir finish.sql
