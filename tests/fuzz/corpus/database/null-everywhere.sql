UPDATE events SET stage = NULL, place = NULL, link = NULL
UPDATE stages SET name = NULL, kind = NULL, cause = NULL
