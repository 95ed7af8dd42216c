-- What runs as its owner, who may do little.
CREATE FUNCTION public.pay(int) RETURNS void LANGUAGE sql SECURITY DEFINER
  AS 'UPDATE public.invoices SET amount = 0 WHERE id = $1';
REVOKE EXECUTE ON FUNCTION public.pay(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.pay(int) TO grafana;
CREATE FUNCTION public.run(q text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  AS $$ BEGIN EXECUTE q; END $$;
GRANT EXECUTE ON FUNCTION public.run(text) TO radius;
