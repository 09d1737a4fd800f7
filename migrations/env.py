"""Runs the steps on the connection that the program hands in."""

from alembic import context

from cjdesk.db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    **context.config.attributes.get("options", {}),
)
context.run_migrations()
