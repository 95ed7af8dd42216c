-- A subscription stays as it is in a restore; so this is for the picture alone.
ALTER SUBSCRIPTION from_elsewhere SET PUBLICATION a WITH (refresh = false);
