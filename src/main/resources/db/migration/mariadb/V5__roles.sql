-- roles with their permissions. The roles admin, messaging and monitor are built in and have no rows
create table broker_role (
  id     bigint       not null auto_increment primary key,
  name   varchar(64)  not null,
  rights varchar(100) not null,
  constraint broker_role_name unique (name)
) character set utf8mb4 collate utf8mb4_bin;

create table role_permission (
  role_id bigint        not null,
  ordinal integer       not null,
  verbs   varchar(100)  not null,
  kind    varchar(16)   not null,
  pattern varchar(1000) not null,
  primary key (role_id, ordinal),
  constraint role_permission_role foreign key (role_id) references broker_role (id)
) character set utf8mb4 collate utf8mb4_bin;

create table user_role (
  user_id   bigint      not null,
  role_name varchar(64) not null,
  primary key (user_id, role_name),
  constraint user_role_user foreign key (user_id) references broker_user (id)
) character set utf8mb4 collate utf8mb4_bin;

-- a password that does for nothing but changing it
alter table broker_user add column one_time bit not null default 0;

-- users from before there were roles could do everything with messages, and still can
insert into user_role (user_id, role_name) select id, 'messaging' from broker_user;

-- raised by each change of users and roles; whoever changes these tables by hand adds 1
create table access_change (
  id            integer not null primary key,
  change_number bigint  not null
) character set utf8mb4 collate utf8mb4_bin;
insert into access_change (id, change_number) values (1, 0);
