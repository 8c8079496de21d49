-- a destination's own settings; null = it follows the broker's default. The journal is the truth, this mirrors it (docs/decisions/0014)
alter table destination add column retention_millis bigint;
alter table destination add column retention_bytes bigint;
alter table destination add column replay_allowed bit;
alter table destination add column deliveries_max integer;
alter table destination add column redelivery_delay_millis bigint;
alter table destination add column redelivery_factor_percent integer;
alter table destination add column redelivery_delay_millis_max bigint;
alter table destination add column dead_letter_queue varchar(1000);
alter table destination add column expiry_queue varchar(1000);
