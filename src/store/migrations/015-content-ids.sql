-- Ids follow from content by now, so that machines that made the same thing have the same record. What no sync has seen and has an
-- id made at random (a UUID of version 7) gets the id that it would be made with. `store/content-ids.ts` has the function.
CREATE TEMP TABLE new_id (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO new_id SELECT key, value FROM json_each(content_ids(
  (SELECT json_group_array(json_object('id', id, 'day', day, 'text', text, 'origin', carried_from, 'isKept', is_kept)) FROM (
    SELECT *, substr(id, 15, 1) <> '7' OR day LIKE '-%' OR EXISTS (SELECT 1 FROM replica WHERE kind = 'thing' AND id = thing.id) AS is_kept
    FROM thing ORDER BY iif(carried_from IS NULL, 0, carried), day, slot IS NULL, slot, done_at IS NULL, done_at, id)),
  (SELECT json_group_array(json_object('id', id, 'day', day, 'text', text, 'isKept', is_kept)) FROM (
    SELECT *, substr(id, 15, 1) <> '7' OR day LIKE '-%' OR EXISTS (SELECT 1 FROM replica WHERE kind = 'setback' AND id = setback.id) AS is_kept
    FROM setback ORDER BY day, id))));

-- None of this is a change of the user's.
DELETE FROM recording;
UPDATE thing SET id = new FROM new_id WHERE old = id;
UPDATE thing SET carried_from = new FROM new_id WHERE old = carried_from;
UPDATE setback SET id = new FROM new_id WHERE old = id;
UPDATE setback SET next_id = new FROM new_id WHERE old = next_id;
UPDATE journal SET key = new FROM new_id WHERE old = key AND relation IN ('thing', 'setback');
UPDATE journal SET before = json_replace(before,
  '$.id', coalesce((SELECT new FROM new_id WHERE old = before ->> 'id'), before ->> 'id'),
  '$.carried_from', coalesce((SELECT new FROM new_id WHERE old = before ->> 'carried_from'), before ->> 'carried_from'),
  '$.next_id', coalesce((SELECT new FROM new_id WHERE old = before ->> 'next_id'), before ->> 'next_id'))
WHERE relation IN ('thing', 'setback') AND before IS NOT NULL;
UPDATE journal SET after = json_replace(after,
  '$.id', coalesce((SELECT new FROM new_id WHERE old = after ->> 'id'), after ->> 'id'),
  '$.carried_from', coalesce((SELECT new FROM new_id WHERE old = after ->> 'carried_from'), after ->> 'carried_from'),
  '$.next_id', coalesce((SELECT new FROM new_id WHERE old = after ->> 'next_id'), after ->> 'next_id'))
WHERE relation IN ('thing', 'setback') AND after IS NOT NULL;
DROP TABLE new_id;
