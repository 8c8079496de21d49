-- names are letters, digits and . _ @ -, case matters; the password is there as a bcrypt hash only
create table broker_user (
  id            bigint       not null auto_increment primary key,
  name          varchar(64)  not null,
  password_hash varchar(255) not null,
  enabled       bit          not null,
  created_at    datetime(6)  not null,
  changed_at    datetime(6)  not null,
  constraint broker_user_name unique (name)
) character set utf8mb4 collate utf8mb4_bin;
