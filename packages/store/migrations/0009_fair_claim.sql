-- Up Migration
-- Of tasks of one priority, sites and callers take turns: whoever has fewer at work comes first, so that a hundred jobs of one
-- do not keep the single job of another waiting.

create or replace function scheduler.claim(from_queue text, owner text, how_many int4, lease interval) returns setof scheduler.task_run
  language plpgsql security definer as $$
begin
  return query
  with head as ( -- of the queue: further back nobody's turn is near
    select t.id, t.priority, t.run_after, coalesce(t.input ->> 'site', r.principal, '') as whose
      from scheduler.task_run t join scheduler.dag_run r on r.id = t.dag_run_id
     where t.queue = from_queue and t.state = 'ready' and t.run_after <= clock_timestamp()
     order by t.priority desc, t.run_after limit 500),
  busy as (
    select coalesce(t.input ->> 'site', r.principal, '') as whose, count(*) as running
      from scheduler.task_run t join scheduler.dag_run r on r.id = t.dag_run_id
     where t.queue = from_queue and t.state = 'running' group by 1),
  turns as (
    select head.id, head.priority, head.run_after,
           coalesce(busy.running, 0) + row_number() over (partition by head.priority, head.whose order by head.run_after) as turn
      from head left join busy using (whose)),
  picked as materialized (
    select t.id from scheduler.task_run t join turns using (id) where t.state = 'ready'
     order by turns.priority desc, turns.turn, turns.run_after limit how_many for update of t skip locked),
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

-- Down Migration
create or replace function scheduler.claim(from_queue text, owner text, how_many int4, lease interval) returns setof scheduler.task_run
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
