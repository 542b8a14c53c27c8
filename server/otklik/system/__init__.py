"""How the installation itself is: database, files, jobs, workers, followers of the log; and what helpers need of it."""
