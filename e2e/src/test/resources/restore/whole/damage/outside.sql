-- What the panel does meanwhile, outside a tenant's schema: it stays.
DELETE FROM public.radcheck WHERE id > 10;
UPDATE app.plans SET price = price + 1;
CREATE TABLE public.schema_migrations (v int);
ALTER TABLE public.invoices RENAME note TO remark;
REVOKE SELECT ON public.invoices FROM app_owner CASCADE;
COMMENT ON SCHEMA app IS 'newer';
SELECT lo_unlink(70003), setval('app.never_called', 7);
ALTER DATABASE :"DBNAME" SET lock_timeout = '2min';
