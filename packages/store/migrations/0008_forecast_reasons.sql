-- Up Migration
-- What a forecast says beside its numbers: what is odd in the history of its model, days that were alike, why a version serves.

-- Similar days are null where no reasons were asked for.
alter table forecast.forecast
  add column anomalies jsonb not null default '[]',
  add column similar_days jsonb;

-- Beside the sentence, for whoever says it in another language.
alter table forecast.model
  add column reason_code text,
  add column reason_values jsonb not null default '{}';

-- Down Migration
alter table forecast.model drop column reason_code, drop column reason_values;
alter table forecast.forecast drop column anomalies, drop column similar_days;
