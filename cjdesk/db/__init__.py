"""The data file: models, types, the two verbs ask and do, audit, migrations, backups, keys."""
