-- Up Migration
-- Trained versions with their state, reasons of a forecast, retrain policies, drift, backtests with their rows.

-- Nothing wrote a state so far. It is the serialized fitted model, gzipped; null once a version is too old to come back.
alter table forecast.model drop column state;
alter table forecast.model
  add column state bytea,
  add column request jsonb not null default '{}',
  add column request_sha256 text not null default '',
  add column trained_points int4 not null default 0,
  add column data_version text not null default '',
  add column inputs_sha256 text not null default '',
  add column reason text not null default '',
  add column task_run_id uuid,
  add column activated_at timestamptz,
  add column retired_at timestamptz;
-- One version at most serves a series and a way of asking.
create unique index model_active on forecast.model (series_id, request_sha256) where status = 'active';
create index model_known on forecast.model (series_id, request_sha256, trained_to desc);

-- Contributions: one value per group and step, groups one after the other.
alter table forecast.forecast
  add column request jsonb not null default '{}',
  add column covariates jsonb not null default '[]',
  add column explained_groups text[],
  add column contributions float8[];
create index forecast_span on forecast.forecast (series_id, start_time);

-- A series without a row goes by the default: every P7D, on drift, on corrected data. `every` null: not by the calendar.
create table forecast.policy (
  series_id int4 primary key, every text, on_drift boolean not null default true, on_correction boolean not null default true,
  updated_by text not null, updated_at timestamptz not null default now());

-- One alarm of a kind, series and day; the day is that of `at`.
create table forecast.drift (
  id uuid primary key, series_id int4 not null, kind text not null check (kind in ('error-level', 'coverage', 'skill', 'meter-changed')),
  at timestamptz not null, on_day date not null, value float8, limit_value float8, message text not null, train_task_run_id uuid,
  created_at timestamptz not null default now(), unique (series_id, kind, on_day));
create index drift_series on forecast.drift (series_id, at desc);

alter table forecast.backtest drop column series_id;
alter table forecast.backtest
  add column series text[] not null default '{}',
  add column columns jsonb not null default '{}',
  add column created_by text not null default '',
  add column finished_at timestamptz;
create index backtest_task on forecast.backtest (task_run_id);
-- Rows as gzip members of CSV in the order of the file, with the sums that scores are made of.
create table forecast.backtest_block (
  backtest_id uuid not null references forecast.backtest on delete cascade, seq int4 not null, body bytea not null, row_count int4 not null,
  sums jsonb not null, primary key (backtest_id, seq));

-- How long a job may take that has not begun: what is large from the start needs longer than the default.
create function scheduler.allow_time(task uuid, most_ms int4) returns void
  language sql security definer set search_path = pg_catalog as $$
  update scheduler.task_run set timeout_ms = most_ms where id = task and state in ('waiting', 'ready');
$$;

-- Down Migration
drop function scheduler.allow_time(uuid, int4);
drop table forecast.backtest_block;
drop index forecast.backtest_task;
alter table forecast.backtest drop column series, drop column columns, drop column created_by, drop column finished_at, add column series_id int4;
drop table forecast.drift;
drop table forecast.policy;
drop index forecast.forecast_span;
alter table forecast.forecast drop column request, drop column covariates, drop column explained_groups, drop column contributions;
drop index forecast.model_known;
drop index forecast.model_active;
alter table forecast.model drop column state, drop column request, drop column request_sha256, drop column trained_points, drop column data_version,
  drop column inputs_sha256, drop column reason, drop column task_run_id, drop column activated_at, drop column retired_at, add column state jsonb;
