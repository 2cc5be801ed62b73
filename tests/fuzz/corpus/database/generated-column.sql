DROP TABLE places
CREATE TABLE "places" ("place" INTEGER PRIMARY KEY, "name" TEXT AS (hex(zeroblob(100000000))), "country" TEXT, "zone" TEXT, "latitude_deg" REAL, "longitude_deg" REAL)
INSERT INTO places (place, country) VALUES (1, 'KZ')
