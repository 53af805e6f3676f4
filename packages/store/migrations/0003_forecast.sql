-- Up Migration
create schema forecast;

create table forecast.model (
  id uuid primary key, series_id int4 not null, name text not null, version int4 not null, state jsonb, parameters jsonb,
  trained_from timestamptz, trained_to timestamptz, scores jsonb, status text not null default 'candidate'
  check (status in ('candidate', 'active', 'retired')), seed int8 not null default 1, code_version text,
  created_at timestamptz not null default now(), unique (series_id, name, version));

-- A forecast is never overwritten: the run key makes a repeated run find what the first one stored.
create table forecast.forecast (
  id uuid primary key,
  series_id int4 not null,
  model_id uuid references forecast.model,
  model text not null,
  issue_time timestamptz not null,
  step_ms int4 not null,
  horizon int4 not null,
  start_time timestamptz not null,
  levels float8[] not null,
  flags text[] not null default '{}',
  choice jsonb not null default '[]',
  metrics jsonb not null default '{}',
  history jsonb not null default '{}',
  seed int8 not null,
  code_version text not null,
  inputs_sha256 text not null,
  run_key text not null unique,
  task_run_id uuid,
  source text,
  created_at timestamptz not null default now()
);
create index forecast_best on forecast.forecast (series_id, issue_time desc, created_at desc);

create table forecast.forecast_point (
  time timestamptz not null, point_value float8 not null, p10 float8 not null, p50 float8 not null, p90 float8 not null,
  quantiles float8[], lead int4 not null, forecast_id uuid not null, primary key (forecast_id, time)) partition by range (time);

create table forecast.backtest (
  id uuid primary key, task_run_id uuid, series_id int4, protocol jsonb not null, result jsonb, created_at timestamptz not null default now());

-- Down Migration
drop schema forecast cascade;
