-- Roles of the server: a database's file has their names only.
CREATE ROLE app_owner NOLOGIN;
CREATE ROLE panel LOGIN PASSWORD 'right';
CREATE ROLE radius LOGIN PASSWORD 'right';
CREATE ROLE grafana LOGIN PASSWORD 'right';
CREATE ROLE acme LOGIN PASSWORD 'right';
GRANT app_owner TO panel;
