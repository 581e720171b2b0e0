-- As a table of a hundred million users does. Longer than the limits of a request's statement and of its connection.
SELECT pg_sleep(6);
