create materialized view words as select word from ts_stat('select to_tsvector(''simple'', name) from plan_names');
