-- Up Migration
create schema timeseries;

create table timeseries.meter (
  id uuid primary key,
  key text not null unique,
  site_id uuid,
  name text not null,
  type text not null,
  zone text not null,
  place jsonb,
  tags jsonb not null default '{}',
  source text,
  created_at timestamptz not null default now()
);

create table timeseries.series (
  id int4 generated always as identity primary key,
  uuid uuid not null unique,
  key text not null unique,
  meter_id uuid references timeseries.meter,
  name text not null,
  unit text not null,
  kind text not null check (kind in ('instant', 'mean', 'sum', 'cumulative')),
  data_type text not null check (data_type in ('measurement', 'forecast', 'schedule', 'price', 'weather')),
  step_ms int4 check (step_ms > 0),
  zone text not null,
  label text not null default 'start' check (label in ('start', 'end')),
  hold_ms int8,
  min float8,
  max float8,
  max_ramp float8,
  register_max float8,
  stale_after_ms int8,
  audit boolean not null default false,
  source text,
  created_at timestamptz not null default now()
);
create index series_meter on timeseries.series (meter_id);

-- Column order saves 8 bytes a row; no foreign key, site or unit here. With TimescaleDB the same table is a hypertable.
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb') then
    create table timeseries.point (
      time timestamptz not null, value float8, series_id int4 not null, quality int2 not null default 0,
      primary key (series_id, time));
    perform create_hypertable('timeseries.point', 'time', chunk_time_interval => interval '7 days', create_default_indexes => false);
  else
    create table timeseries.point (
      time timestamptz not null, value float8, series_id int4 not null, quality int2 not null default 0,
      primary key (series_id, time)) partition by range (time);
  end if;
end $$;

create table timeseries.rollup (
  time timestamptz not null, sum float8, min float8, max float8, first float8, last float8, area float8, rise float8,
  series_id int4 not null, n int4 not null, n_estimated int4 not null, n_suspect int4 not null, first_ms int4 not null,
  last_ms int4 not null, level int2 not null, primary key (series_id, level, time)) partition by range (time);

create table timeseries.dirty_range (
  id int8 generated always as identity primary key, series_id int4 not null, from_time timestamptz not null,
  to_time timestamptz not null);

create table timeseries.ingest_batch (
  id uuid primary key, idempotency_key text unique, sha256 bytea not null, accepted int8, rejected int8, written int8,
  unchanged int8, reply jsonb, job_id uuid, at timestamptz not null default now());

-- What an import was asked and what became of it; the lease lives in scheduler.task_run.
create table timeseries.import_job (
  id uuid primary key,
  task_run_id uuid,
  upload_id uuid,
  sha256 bytea,
  file_name text,
  byte_count int8 not null,
  layout text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
  bytes_done int8 not null default 0,
  accepted int8 not null default 0,
  rejected int8 not null default 0,
  written int8 not null default 0,
  unchanged int8 not null default 0,
  series_touched int4 not null default 0,
  first_time timestamptz,
  last_time timestamptz,
  error jsonb,
  source text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_job_created on timeseries.import_job (created_at desc);
create index import_job_sha on timeseries.import_job (sha256);

-- An upload in gzip members of up to 1 MiB of text each, so that any instance can go on with it.
create table timeseries.upload (
  id uuid primary key, sha256 bytea not null, byte_count int8 not null, file_name text, created_at timestamptz not null default now());
create table timeseries.upload_chunk (
  upload_id uuid not null references timeseries.upload on delete cascade, seq int4 not null, body bytea not null,
  primary key (upload_id, seq));

create table timeseries.import_reject (
  job_id uuid not null references timeseries.import_job on delete cascade, row_number int8 not null, column_name text,
  code text not null, reason text not null, cells text not null, primary key (job_id, row_number));

-- Down Migration
drop schema timeseries cascade;
