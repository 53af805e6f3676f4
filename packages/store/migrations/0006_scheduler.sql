-- Up Migration
create schema scheduler;

create table scheduler.dag (
  id uuid primary key, key text not null unique, name text not null, version int4 not null, paused boolean not null default false,
  source text, created_by text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());

create table scheduler.dag_version (
  dag_id uuid not null references scheduler.dag on delete cascade, version int4 not null, spec jsonb not null, created_by text,
  created_at timestamptz not null default now(), primary key (dag_id, version)); -- immutable

-- next_at is where the search for due times goes on; it is a hint that any instance may move, the occurrence row decides.
create table scheduler.trigger (
  id uuid primary key, dag_id uuid not null references scheduler.dag on delete cascade, position int4 not null, kind text not null
  check (kind in ('cron', 'interval')), spec jsonb not null, zone text not null, misfire text not null default 'fire_once',
  next_at timestamptz, unique (dag_id, position));
create index trigger_due on scheduler.trigger (next_at);

create table scheduler.occurrence (
  id uuid primary key, dag_id uuid not null references scheduler.dag on delete cascade, trigger_id uuid, kind text not null,
  scheduled_for timestamptz not null, dedupe_key text, outcome text not null check (outcome in ('run', 'late', 'skipped')), reason text,
  at timestamptz not null default now(), unique (dag_id, dedupe_key));
create unique index occurrence_once on scheduler.occurrence (dag_id, scheduled_for) where kind in ('cron', 'interval', 'backfill'); -- the only permission to run

create table scheduler.dag_run (
  id uuid primary key, dag_id uuid references scheduler.dag on delete cascade, version int4, occurrence_id uuid references scheduler.occurrence,
  parent_run_id uuid, state text not null check (state in ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
  params jsonb not null default '{}', idempotency_key text unique, cancel_requested_at timestamptz, code_version text, principal text,
  scheduled_for timestamptz, created_at timestamptz not null default clock_timestamp(), started_at timestamptz, finished_at timestamptz,
  foreign key (dag_id, version) references scheduler.dag_version (dag_id, version));
create index dag_run_dag on scheduler.dag_run (dag_id, created_at desc);
create index dag_run_open on scheduler.dag_run (state) where state in ('waiting', 'running');

create table scheduler.task_run (
  id uuid primary key, dag_run_id uuid not null references scheduler.dag_run on delete cascade, task_key text not null,
  item_index int4 not null default -1, kind text not null, kind_version int4 not null default 1, queue text not null, needs text[] not null default '{}',
  state text not null check (state in ('waiting', 'ready', 'running', 'succeeded', 'failed', 'skipped', 'cancelled', 'quarantined')),
  waiting_for int4 not null, run_after timestamptz not null default now(), priority int4 not null default 0,
  attempt int4 not null default 0, max_attempts int4 not null default 3, retry_base_ms int4 not null default 60000, crashes int4 not null default 0,
  timeout_ms int4 not null default 600000, lease_owner text, lease_until timestamptz, epoch int8 not null default 0,
  input jsonb not null default '{}', output jsonb, checkpoint jsonb, progress jsonb, error jsonb,
  created_at timestamptz not null default clock_timestamp(), started_at timestamptz, finished_at timestamptz,
  unique (dag_run_id, task_key, item_index));
create index task_run_ready on scheduler.task_run (queue, priority desc, run_after) where state = 'ready';
create index task_run_leased on scheduler.task_run (lease_until) where state = 'running';

-- One row per attempt, for the reader of a run afterwards.
create table scheduler.attempt (
  task_run_id uuid not null references scheduler.task_run on delete cascade, attempt int4 not null, epoch int8 not null, owner text not null,
  started_at timestamptz not null default clock_timestamp(), finished_at timestamptz, outcome text, error jsonb, primary key (task_run_id, attempt));

create table scheduler.report (
  id uuid primary key, dag_run_id uuid, task_run_id uuid unique, site_id uuid, issue_time timestamptz not null, title text not null,
  html text not null, pdf bytea not null, created_at timestamptz not null default now());

create table scheduler.webhook (
  task_run_id uuid primary key, event_id uuid not null, url text not null, body text not null, status int4, delivered_at timestamptz,
  attempts int4 not null default 0, last_error text);

create function scheduler.notify_ready(queue text, task_run_id uuid) returns void
  language sql as $$ select pg_notify('ems_task', queue || ' ' || task_run_id) $$;

-- A job made by an API call: a run of one task, without a DAG. The same key again returns the first run.
create function scheduler.submit(new_run_id uuid, new_task_id uuid, task_kind text, task_queue text, task_input jsonb, key text, prio int4, who text)
  returns table (dag_run_id uuid, task_run_id uuid, created boolean)
  language plpgsql security definer as $$
begin
  insert into scheduler.dag_run (id, state, idempotency_key, principal) values (new_run_id, 'running', key, who)
    on conflict (idempotency_key) do nothing;
  if not found then
    return query select t.dag_run_id, t.id, false from scheduler.dag_run r join scheduler.task_run t on t.dag_run_id = r.id
                  where r.idempotency_key = key limit 1;
    return;
  end if;
  insert into scheduler.task_run (id, dag_run_id, task_key, kind, queue, state, waiting_for, input, priority)
    values (new_task_id, new_run_id, task_kind, task_kind, task_queue, 'ready', 0, task_input, prio);
  perform scheduler.notify_ready(task_queue, new_task_id);
  return query select new_run_id, new_task_id, true;
end $$;

-- Leases ready tasks of a queue. Only the clock of the database counts.
create function scheduler.claim(from_queue text, owner text, how_many int4, lease interval) returns setof scheduler.task_run
  language plpgsql security definer as $$
begin
  return query
  with picked as materialized (
    select id from scheduler.task_run
     where queue = from_queue and state = 'ready' and run_after <= clock_timestamp()
     order by priority desc, run_after limit how_many for update skip locked),
  claimed as (
    update scheduler.task_run t
       set state = 'running', epoch = t.epoch + 1, attempt = t.attempt + 1, lease_owner = owner,
           lease_until = clock_timestamp() + lease, started_at = coalesce(t.started_at, clock_timestamp()), error = null
      from picked where t.id = picked.id returning t.*),
  noted as (
    insert into scheduler.attempt (task_run_id, attempt, epoch, owner) select id, attempt, epoch, owner from claimed returning 1),
  told as (
    select count(event.append('task.changed', c.dag_run_id::text,
      jsonb_build_object('runId', c.dag_run_id, 'taskRunId', c.id, 'taskKey', c.task_key, 'state', 'running', 'attempt', c.attempt))) as n from claimed c)
  select c.* from claimed c, told;
end $$;

-- Renews all leases of one process; returns those that are lost or that somebody wants cancelled.
create function scheduler.renew(owner text, held uuid[], epochs int8[], lease interval)
  returns table (task_run_id uuid, held_still boolean, cancel boolean)
  language plpgsql security definer as $$
begin
  return query
  with mine as (select unnest(held) as id, unnest(epochs) as epoch),
  renewed as (
    update scheduler.task_run t set lease_until = clock_timestamp() + lease
      from mine m where t.id = m.id and t.epoch = m.epoch and t.state = 'running' and t.lease_owner = owner
    returning t.id, t.dag_run_id)
  select m.id, r.id is not null, coalesce(d.cancel_requested_at is not null, false)
    from mine m left join renewed r on r.id = m.id left join scheduler.dag_run d on d.id = r.dag_run_id;
end $$;

-- Locks the task and demands that the caller still holds it; whatever the caller wrote in this transaction rolls back otherwise.
create function scheduler.demand_lease(task uuid, held_epoch int8) returns scheduler.task_run
  language plpgsql as $$
declare found_task scheduler.task_run;
begin
  select * into found_task from scheduler.task_run where id = task for update;
  if found_task.id is null or found_task.state <> 'running' or found_task.epoch <> held_epoch then
    raise exception 'task % is not held at epoch % (state %, epoch %)', task, held_epoch, found_task.state, found_task.epoch
      using errcode = 'EM001';
  end if;
  return found_task;
end $$;

create function scheduler.tell(run uuid, task uuid, key text, new_state text, detail jsonb) returns void
  language sql as $$
  select event.append('task.changed', run::text,
    jsonb_build_object('runId', run, 'taskRunId', task, 'taskKey', key, 'state', new_state) || coalesce(detail, '{}'::jsonb))
$$;

-- Starts waiting runs of a DAG, oldest first, as far as its limit of runs at once allows.
create function scheduler.promote_runs(for_dag uuid) returns void
  language plpgsql security definer as $$
declare
  next_run record;
  root record;
  active int;
begin
  perform 1 from scheduler.dag where id = for_dag for update; -- one promoter at a time
  select count(*) into active from scheduler.dag_run where dag_id = for_dag and state = 'running';
  for next_run in
    select r.id, coalesce((v.spec ->> 'maxActiveRuns')::int, 1) as most
      from scheduler.dag_run r join scheduler.dag_version v on v.dag_id = r.dag_id and v.version = r.version
     where r.dag_id = for_dag and r.state = 'waiting' order by r.created_at, r.id
  loop
    exit when active >= next_run.most;
    update scheduler.dag_run set state = 'running', started_at = clock_timestamp() where id = next_run.id and state = 'waiting';
    continue when not found;
    active := active + 1;
    perform event.append('run.changed', next_run.id::text, jsonb_build_object('runId', next_run.id, 'dagId', for_dag, 'state', 'running'));
    for root in
      update scheduler.task_run set state = 'ready', run_after = clock_timestamp()
       where dag_run_id = next_run.id and state = 'waiting' and waiting_for = 0 returning id, task_key, queue
    loop
      perform event.append('task.changed', next_run.id::text,
        jsonb_build_object('runId', next_run.id, 'taskRunId', root.id, 'taskKey', root.task_key, 'state', 'ready'));
      perform scheduler.notify_ready(root.queue, root.id);
    end loop;
  end loop;
end $$;

-- Ends a run once no task is open: failed when a task failed, cancelled when that was asked, else succeeded.
create function scheduler.settle_run(run uuid) returns void
  language plpgsql as $$
declare
  current_run scheduler.dag_run;
  open_tasks int;
  bad_tasks int;
  final_state text;
begin
  select * into current_run from scheduler.dag_run where id = run for update;
  select count(*) filter (where state in ('waiting', 'ready', 'running')),
         count(*) filter (where state in ('failed', 'quarantined'))
    into open_tasks, bad_tasks from scheduler.task_run where dag_run_id = run;
  if open_tasks > 0 or current_run.state in ('succeeded', 'failed', 'cancelled') then
    return;
  end if;
  final_state := case when bad_tasks > 0 then 'failed' when current_run.cancel_requested_at is not null then 'cancelled' else 'succeeded' end;
  update scheduler.dag_run set state = final_state, finished_at = clock_timestamp() where id = run;
  perform event.append('run.changed', run::text, jsonb_build_object('runId', run, 'dagId', current_run.dag_id, 'state', final_state));
  if current_run.dag_id is not null then
    perform pg_notify('ems_run_ended', current_run.dag_id::text); -- the scheduler promotes the next run; here it could deadlock
  end if;
end $$;

-- Commits the result of a task: in the same transaction as its effect, under its epoch.
create function scheduler.finish_task(task uuid, held_epoch int8, result jsonb) returns void
  language plpgsql security definer as $$
declare
  done scheduler.task_run;
  next_task record;
begin
  done := scheduler.demand_lease(task, held_epoch);
  if pg_column_size(result) > 65536 then
    raise exception 'the output of task % has % bytes; 65536 are allowed', done.task_key, pg_column_size(result) using errcode = 'EM002';
  end if;
  perform 1 from scheduler.dag_run where id = done.dag_run_id for update; -- one order of locks for all who change this run
  update scheduler.task_run set state = 'succeeded', output = result, lease_owner = null, lease_until = null, finished_at = clock_timestamp()
   where id = task;
  update scheduler.attempt set finished_at = clock_timestamp(), outcome = 'succeeded' where task_run_id = task and attempt = done.attempt;
  perform scheduler.tell(done.dag_run_id, task, done.task_key, 'succeeded', null);
  for next_task in
    select id, task_key, queue, waiting_for from scheduler.task_run
     where dag_run_id = done.dag_run_id and state = 'waiting' and done.task_key = any (needs) order by id for update
  loop
    update scheduler.task_run
       set waiting_for = waiting_for - 1, state = case when waiting_for = 1 then 'ready' else 'waiting' end, run_after = clock_timestamp()
     where id = next_task.id;
    if next_task.waiting_for = 1 then
      perform scheduler.tell(done.dag_run_id, next_task.id, next_task.task_key, 'ready', null);
      perform scheduler.notify_ready(next_task.queue, next_task.id);
    end if;
  end loop;
  perform scheduler.settle_run(done.dag_run_id);
end $$;

-- Remembers how far a long task has come, in the transaction of the step that it took there.
create function scheduler.save_checkpoint(task uuid, held_epoch int8, so_far jsonb) returns void
  language plpgsql security definer as $$
begin
  perform scheduler.demand_lease(task, held_epoch);
  update scheduler.task_run set checkpoint = so_far where id = task;
end $$;

-- Skips every open task that (directly or not) needs the given one.
create function scheduler.skip_after(run uuid, failed_key text, why text) returns void
  language plpgsql as $$
declare skipped record;
begin
  for skipped in
    with recursive blocked as (
      select id, task_key from scheduler.task_run where dag_run_id = run and failed_key = any (needs)
      union
      select t.id, t.task_key from scheduler.task_run t join blocked b on b.task_key = any (t.needs) where t.dag_run_id = run)
    select b.id, b.task_key from blocked b join scheduler.task_run t on t.id = b.id where t.state = 'waiting' order by b.id
  loop
    update scheduler.task_run set state = 'skipped', finished_at = clock_timestamp(),
           error = jsonb_build_object('code', 'UPSTREAM_FAILED', 'message', why) where id = skipped.id;
    perform scheduler.tell(run, skipped.id, skipped.task_key, 'skipped', null);
  end loop;
end $$;

-- Ends an attempt without a result: another attempt after `retry_in`, or, when that is null, failure for good.
create function scheduler.fail_task(task uuid, held_epoch int8, problem jsonb, retry_in interval) returns void
  language plpgsql security definer as $$
declare
  failed scheduler.task_run;
  again boolean;
  cancelled boolean;
  new_state text;
begin
  failed := scheduler.demand_lease(task, held_epoch);
  select cancel_requested_at is not null into cancelled from scheduler.dag_run where id = failed.dag_run_id for update;
  again := retry_in is not null and not cancelled
           and failed.attempt - failed.crashes < failed.max_attempts; -- a crash of the holder is no failure of the task
  new_state := case when again then 'ready' when cancelled then 'cancelled' else 'failed' end;
  update scheduler.task_run
     set state = new_state, error = problem, lease_owner = null, lease_until = null,
         run_after = clock_timestamp() + coalesce(retry_in, interval '0'), finished_at = case when again then null else clock_timestamp() end
   where id = task;
  update scheduler.attempt set finished_at = clock_timestamp(), outcome = 'failed', error = problem where task_run_id = task and attempt = failed.attempt;
  perform scheduler.tell(failed.dag_run_id, task, failed.task_key, new_state, jsonb_build_object('error', problem));
  if not again then
    perform scheduler.skip_after(failed.dag_run_id, failed.task_key, format('task %s failed', failed.task_key));
    perform scheduler.settle_run(failed.dag_run_id);
  end if;
end $$;

-- Gives a lease back untouched (a stopping process): no attempt is counted, another worker takes the task at once.
create function scheduler.release_task(task uuid, held_epoch int8) returns void
  language plpgsql security definer as $$
declare held scheduler.task_run;
begin
  held := scheduler.demand_lease(task, held_epoch);
  delete from scheduler.attempt where task_run_id = task and attempt = held.attempt;
  update scheduler.task_run set state = 'ready', attempt = attempt - 1, lease_owner = null, lease_until = null, run_after = clock_timestamp() where id = task;
  perform scheduler.tell(held.dag_run_id, task, held.task_key, 'ready', null);
  perform scheduler.notify_ready(held.queue, task);
end $$;

-- Cancels a task whose run was cancelled while it ran.
create function scheduler.cancel_task(task uuid, held_epoch int8) returns void
  language plpgsql security definer as $$
declare held scheduler.task_run;
begin
  held := scheduler.demand_lease(task, held_epoch);
  perform 1 from scheduler.dag_run where id = held.dag_run_id for update;
  update scheduler.task_run set state = 'cancelled', lease_owner = null, lease_until = null, finished_at = clock_timestamp() where id = task;
  update scheduler.attempt set finished_at = clock_timestamp(), outcome = 'cancelled' where task_run_id = task and attempt = held.attempt;
  perform scheduler.tell(held.dag_run_id, task, held.task_key, 'cancelled', null);
  perform scheduler.settle_run(held.dag_run_id);
end $$;

-- Asks for the end of a run: what has not begun is cancelled now, running tasks learn it at their next renewal.
create function scheduler.cancel_run(run uuid) returns boolean
  language plpgsql security definer as $$
declare open_task record;
begin
  perform 1 from scheduler.dag_run where id = run and state in ('waiting', 'running') for update;
  if not found then
    return false;
  end if;
  update scheduler.dag_run set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()) where id = run;
  for open_task in select id, task_key from scheduler.task_run where dag_run_id = run and state in ('waiting', 'ready') order by id for update loop
    update scheduler.task_run set state = 'cancelled', finished_at = clock_timestamp() where id = open_task.id;
    perform scheduler.tell(run, open_task.id, open_task.task_key, 'cancelled', null);
  end loop;
  perform scheduler.settle_run(run);
  return true;
end $$;

-- Frees tasks whose holder died: ready again, or quarantined when they took three holders with them. Safe to call at any time by anyone.
create function scheduler.sweep_leases() returns int
  language plpgsql security definer as $$
declare
  lost record;
  swept int := 0;
  poison boolean;
  cancelled boolean;
  new_state text;
begin
  for lost in
    select t.* from scheduler.task_run t where t.state = 'running' and t.lease_until < clock_timestamp() order by t.id for update skip locked
  loop
    swept := swept + 1;
    select cancel_requested_at is not null into cancelled
      from scheduler.dag_run where id = lost.dag_run_id for update; -- the same order of locks as finish_task
    poison := lost.crashes + 1 >= 3;
    new_state := case when poison then 'quarantined' when cancelled then 'cancelled' else 'ready' end;
    update scheduler.attempt set finished_at = clock_timestamp(), outcome = 'lost' where task_run_id = lost.id and attempt = lost.attempt;
    update scheduler.task_run
       set state = new_state, crashes = lost.crashes + 1, epoch = lost.epoch + 1, lease_owner = null,
           lease_until = null, run_after = clock_timestamp(), finished_at = case when new_state <> 'ready' then clock_timestamp() end,
           error = jsonb_build_object('code', 'LEASE_LOST', 'message', format('the process that held task %s (attempt %s) was lost', lost.task_key, lost.attempt))
     where id = lost.id;
    perform scheduler.tell(lost.dag_run_id, lost.id, lost.task_key, new_state, null);
    if poison then
      perform scheduler.skip_after(lost.dag_run_id, lost.task_key, format('task %s was quarantined', lost.task_key));
    end if;
    if new_state <> 'ready' then
      perform scheduler.settle_run(lost.dag_run_id);
    else
      perform scheduler.notify_ready(lost.queue, lost.id);
    end if;
  end loop;
  return swept;
end $$;

-- Down Migration
drop schema scheduler cascade;
