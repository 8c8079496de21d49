-- names may be the subjects of certificates: longer, and with = , + / and spaces
alter table broker_user alter column name varchar(190) not null;
