-- Of a server that is not there.
CREATE SUBSCRIPTION from_elsewhere CONNECTION 'host=192.0.2.1 dbname=x password=secret'
  PUBLICATION a, b WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION from_elsewhere IS 'a subscription';
