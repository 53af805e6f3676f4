-- Up Migration
-- Weekly partitions that a writer makes when it needs them. ATTACH takes a weaker lock than CREATE … PARTITION OF,
-- and the CHECK spares the scan. One advisory lock per parent until the commit, as ATTACH itself excludes another ATTACH:
-- a lock per week would let two writers that need several weeks wait for each other.
create schema partition;

create function partition.week_start(at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return date_trunc('week', at at time zone 'UTC') at time zone 'UTC';

create function partition.ensure_weeks(parent regclass, from_time timestamptz, to_time timestamptz) returns int
  language plpgsql as $$
declare
  week timestamptz := partition.week_start(from_time);
  week_end timestamptz;
  schema_name text;
  parent_name text;
  child_name text;
  made int := 0;
begin
  select n.nspname, c.relname into schema_name, parent_name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.oid = parent and c.relkind = 'p';
  if not found then
    return 0; -- a hypertable, or a plain table: nothing to make
  end if;
  while week < to_time loop
    week_end := week + interval '7 days';
    child_name := format('%s_%s', parent_name, to_char(week at time zone 'UTC', 'IYYY"w"IW'));
    if to_regclass(format('%I.%I', schema_name, child_name)) is null then
      perform pg_advisory_xact_lock(hashtextextended(schema_name || '.' || parent_name, 0));
      -- to_regclass may still answer from before the wait; a query of the catalogue sees what was committed meanwhile
      if not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where n.nspname = schema_name and c.relname = child_name) then
        execute format('create table %I.%I (like %s including all, check (time >= %L and time < %L))',
                       schema_name, child_name, parent, week, week_end);
        execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)',
                       parent, schema_name, child_name, week, week_end);
        made := made + 1;
      end if;
    end if;
    week := week_end;
  end loop;
  return made;
end $$;

-- Down Migration
drop schema partition cascade;
