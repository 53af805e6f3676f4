-- Up Migration
create schema optimize;

create table optimize.site (
  id uuid primary key, key text not null unique, name text not null, zone text not null, currency text not null,
  country text, latitude float8, longitude float8, tariff jsonb, source text, created_at timestamptz not null default now());

create table optimize.asset (
  id uuid primary key, site_id uuid not null references optimize.site on delete cascade, key text not null, name text not null,
  type text not null, config jsonb not null, source text, created_at timestamptz not null default now(), unique (site_id, key));

create table optimize.tariff (
  id uuid primary key, site_id uuid not null references optimize.site on delete cascade, valid_from timestamptz not null,
  tariff jsonb not null, created_at timestamptz not null default now(), unique (site_id, valid_from));

create table optimize.run (
  id uuid primary key, task_run_id uuid unique, site_id uuid references optimize.site, principal text, priority int4 not null default 0,
  model_hash text, issue_time timestamptz, start_time timestamptz, end_time timestamptz, inputs jsonb not null default '{}',
  request jsonb not null, result jsonb, settlement jsonb, status text, objective float8, cost_doing_nothing float8,
  code_version text, created_at timestamptz not null default now(), finished_at timestamptz);
create index run_site on optimize.run (site_id, issue_time desc);

create table optimize.schedule (
  run_id uuid not null references optimize.run on delete cascade, asset_id text not null, name text not null,
  values float8[] not null, primary key (run_id, asset_id, name));

-- Down Migration
drop schema optimize cascade;
