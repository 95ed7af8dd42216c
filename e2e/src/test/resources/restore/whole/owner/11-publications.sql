-- What a subscriber elsewhere gets.
CREATE PUBLICATION of_tables FOR TABLE public.base, ONLY public.watched WITH (publish = 'insert, update');
CREATE PUBLICATION of_parts FOR TABLE app.plans (id, name) WHERE (id > 0);
CREATE PUBLICATION of_partitions FOR TABLE public.radacct WITH (publish_via_partition_root);
CREATE PUBLICATION of_nothing;
