-- Who answers for these enrolments when, and what had happened by then. The rules are
-- those of EnrolmentQuerySet.answering, rollup.assigned and standing.standing_on. Who had
-- not finished when the class closed still counts as assigned, and is no longer stalled.
CREATE OR REPLACE FUNCTION progress_stints_of(ids bigint[])
RETURNS TABLE (enrolment_id bigint, training_class_id bigint, agency_id bigint, since date,
    until date, started_on date, completed_on date, passed_on date, stalled datemultirange)
LANGUAGE sql STABLE AS $$
WITH facts AS (
    SELECT e.id, e.training_class_id, e.learner_id, e.answering_agency_id AS answering,
           progress_day(e.enrolled_at) AS enrolled_on, progress_day(e.ended_at) AS ended_on,
           e.ended_reason IN ('completed', 'not_finished') AS counts_on,
           progress_day(e.completed_at) AS completed_on, progress_day(e.passed_at) AS passed_on
      FROM enrolments_enrolment e WHERE e.id = ANY(ids)
), seen AS (
    SELECT v.enrolment_id, progress_day(v.first_at) AS day
      FROM progress_visit v WHERE v.enrolment_id = ANY(ids)
    UNION SELECT v.enrolment_id, progress_day(v.last_at)
      FROM progress_visit v WHERE v.enrolment_id = ANY(ids)
    UNION SELECT c.enrolment_id, progress_day(c.completed_at)
      FROM progress_completion c WHERE c.enrolment_id = ANY(ids)
), gaps AS (
    SELECT s.enrolment_id, s.day,
           lead(s.day) OVER (PARTITION BY s.enrolment_id ORDER BY s.day) AS next FROM seen s
), idle AS (
    SELECT g.enrolment_id, min(g.day) AS first_on,
           range_agg(daterange(g.day + 7, g.next))
               FILTER (WHERE g.next IS NULL OR g.next > g.day + 7) AS stalled
      FROM gaps g GROUP BY g.enrolment_id
), spans AS (
    -- While it is open, and afterwards where nothing was frozen: where the learner works.
    SELECT f.*, m.agency_id, GREATEST(lower(m.period), f.enrolled_on) AS since,
           LEAST(upper(m.period), CASE WHEN NOT f.counts_on OR f.answering IS NOT NULL
                                       THEN f.ended_on END) AS until
      FROM facts f
      JOIN agencies_membership m ON m.user_id = f.learner_id AND m.is_main
    UNION ALL
    -- Once closed: what was frozen, as long as that unit exists.
    SELECT f.*, f.answering, GREATEST(f.ended_on, f.enrolled_on),
           (SELECT min(lower(h.period)) FROM agencies_agencyheir h WHERE h.agency_id = f.answering)
      FROM facts f WHERE f.counts_on AND f.ended_on IS NOT NULL AND f.answering IS NOT NULL
    UNION ALL
    -- Then whoever took it over; where there is no one heir, where the learner works,
    -- and on days without any post the unit itself, which nobody sees any more.
    SELECT f.*, t.agency_id, GREATEST(lower(t.days), f.ended_on, f.enrolled_on), upper(t.days)
      FROM facts f JOIN agencies_agencyheir h ON h.agency_id = f.answering
     CROSS JOIN LATERAL (
        SELECT h.heir_id AS agency_id, h.period AS days WHERE h.heir_id IS NOT NULL
        UNION ALL SELECT m.agency_id, m.period * h.period FROM agencies_membership m
         WHERE h.heir_id IS NULL AND m.user_id = f.learner_id AND m.is_main
           AND m.period && h.period
        UNION ALL SELECT f.answering, unnest(datemultirange(h.period) - coalesce((
            SELECT range_agg(m.period) FROM agencies_membership m
             WHERE m.user_id = f.learner_id AND m.is_main), '{}'))
         WHERE h.heir_id IS NULL
     ) t
     WHERE f.counts_on AND f.ended_on IS NOT NULL
)
SELECT s.id, s.training_class_id, s.agency_id, s.since, s.until,
       LEAST(i.first_on, s.completed_on), s.completed_on, s.passed_on,
       coalesce(i.stalled, '{}') * datemultirange(daterange(s.since, s.until))
           * datemultirange(daterange(NULL, LEAST(s.completed_on, s.ended_on)))
  FROM spans s LEFT JOIN idle i ON i.enrolment_id = s.id
 WHERE s.until IS NULL OR s.since < s.until
$$;


SELECT progress_retally((SELECT array_agg(id) FROM enrolments_enrolment
    WHERE ended_reason = 'not_finished'));
