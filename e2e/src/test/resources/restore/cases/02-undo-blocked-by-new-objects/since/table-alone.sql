create table schema_migrations(v int);
