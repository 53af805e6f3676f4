-- Up Migration
create schema event;

-- Ids become visible out of order; readers stay below the oldest running transaction and go by (xid, id).
create table event.entry (
  id int8 generated always as identity primary key, xid xid8 not null default pg_current_xact_id(), topic text not null,
  subject text, body jsonb not null default '{}', at timestamptz not null default clock_timestamp());
create index entry_position on event.entry (xid, id);
create index entry_at on event.entry (at);

create function event.append(topic text, subject text, body jsonb) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into event.entry (topic, subject, body) values (topic, subject, body);
  select pg_catalog.pg_notify('ems_event', topic);
$$;

create schema access;

-- The public halves of the keys with which processes sign internal tokens.
create table access.public_key (
  kid text primary key, service text not null, jwk jsonb not null, published_at timestamptz not null default now());

create function access.publish_key(kid text, service text, jwk jsonb) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into access.public_key as known (kid, service, jwk) values (kid, service, jwk)
    on conflict on constraint public_key_pkey do update set published_at = pg_catalog.now(); -- still in use
  delete from access.public_key where published_at < pg_catalog.now() - interval '30 days';
$$;

-- API tokens, kept as SHA-256 only.
create table access.token (
  id uuid primary key, sha256 bytea not null unique, name text not null, roles text[] not null, expires_at timestamptz,
  revoked_at timestamptz, created_at timestamptz not null default now());

create table access.app_user (
  subject text primary key, name text, roles text[] not null default '{}', first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now());

create schema audit;

create table audit.record (
  id int8 generated always as identity primary key, at timestamptz not null default clock_timestamp(), actor text not null,
  role text, action text not null, object text not null, before jsonb, after jsonb, reason text, approver text, request_id text, ip text);

create function audit.append(actor text, role text, action text, object text, before jsonb, after jsonb, request_id text) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into audit.record (actor, role, action, object, before, after, request_id)
  values (actor, role, action, object, before, after, request_id);
$$;

create schema web;
create table web.session (
  id_sha256 bytea primary key, subject text not null, name text, roles text[] not null, tokens bytea not null,
  created_at timestamptz not null default now(), seen_at timestamptz not null default now(), expires_at timestamptz not null);

create schema identity;
-- What the built-in OpenID provider keeps (oidc-provider's adapter model).
create table identity.record (
  model text not null, id text not null, payload jsonb not null, grant_id text, user_code text, uid text, consumed_at timestamptz,
  expires_at timestamptz, primary key (model, id));
create index record_grant on identity.record (grant_id) where grant_id is not null;
create index record_uid on identity.record (uid) where uid is not null;
create table identity.account (
  name text primary key, password_hash text not null, role text not null check (role in ('admin', 'operator', 'viewer')),
  created_at timestamptz not null default now());
create table identity.signing_key (kid text primary key, jwk jsonb not null, created_at timestamptz not null default now());
create table identity.failed_login (name text not null, at timestamptz not null default now());
create index failed_login_recent on identity.failed_login (name, at);

-- Down Migration
drop schema identity cascade; drop schema web cascade; drop schema audit cascade; drop schema access cascade; drop schema event cascade;
