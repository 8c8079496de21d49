-- what administrators have done or tried to do; the oldest rows go (rewind.audit.*)
create table audit_entry (
  id        bigint        not null auto_increment primary key,
  at        datetime(6)   not null,
  user_name varchar(200)  not null,
  address   varchar(100)  not null,
  verb      varchar(64)   not null,
  object    varchar(1100) not null,
  outcome   varchar(16)   not null,
  details   varchar(2000) not null,
  index audit_entry_at (at)
) character set utf8mb4 collate utf8mb4_bin;
