-- Up Migration
-- Past days of a site lived through again; the task keeps state and progress, this keeps what was asked and what came of it.
create table optimize.replay (
  id uuid primary key, task_run_id uuid not null unique, site_id uuid not null references optimize.site, principal text,
  request jsonb not null, result jsonb, code_version text, created_at timestamptz not null default now(), finished_at timestamptz);
create index replay_site on optimize.replay (site_id, created_at desc);

-- Down Migration
drop table optimize.replay;
