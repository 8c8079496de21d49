-- how much a destination may hold that is not settled, and what becomes of sends then; null = it follows the broker's default
alter table destination add column backlog_bytes_max bigint;
alter table destination add column backlog_policy varchar(32);
