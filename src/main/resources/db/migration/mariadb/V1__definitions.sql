-- key_hash: SHA-256 in hex of what identifies the row, since names are too long for an index
create table destination (
  id         bigint        not null auto_increment primary key,
  key_hash   varchar(64)   not null,
  kind       varchar(16)   not null,
  name       varchar(1000) not null,
  partitions integer       not null,
  created_at datetime(6)   not null default current_timestamp(6),
  constraint destination_key unique (key_hash)
) character set utf8mb4 collate utf8mb4_bin;

create table subscription (
  id         bigint        not null auto_increment primary key,
  key_hash   varchar(64)   not null,
  client_id  varchar(1000),
  name       varchar(1000) not null,
  topic      varchar(1000) not null,
  selector   longtext,
  no_local   bit           not null,
  shared     bit           not null,
  created_at datetime(6)   not null default current_timestamp(6),
  constraint subscription_key unique (key_hash)
) character set utf8mb4 collate utf8mb4_bin;
