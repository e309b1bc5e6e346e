"""Signed roots, the keys under which they were signed, where they go, and the checks that were made."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("ledger_anchor", "ledger_signingkey")
TRIGGER = {
    "sqlite": "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "postgresql": "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
}
UNDO = {"sqlite": "DROP TRIGGER {table}_no_{verb}", "postgresql": "DROP TRIGGER {table}_no_{verb} ON {table}"}


def refuse_changes(_apps, schema_editor):
    for_each(TRIGGER, schema_editor)


def allow_changes(_apps, schema_editor):
    for_each(UNDO, schema_editor)


def for_each(statements, schema_editor):
    for table in TABLES:
        for verb in ("update", "delete"):
            statement = statements[schema_editor.connection.vendor]
            schema_editor.execute(statement.format(table=table, verb=verb))


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("succession", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AnchorAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tenant", models.UUIDField()),
                ("email", models.EmailField(max_length=254)),
            ],
            options={
                "ordering": ["email"],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "email"), name="ledger_address_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tenant", models.UUIDField()),
                ("checked_at", models.DateTimeField()),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("daily", "dagelijkse controle"),
                            ("asked", "controle op verzoek"),
                            ("command", "controle op de opdrachtregel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("erased", models.PositiveBigIntegerField()),
                ("fault", models.CharField(blank=True, max_length=20)),
                ("fault_seq", models.PositiveBigIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-checked_at", "-id"],
                "indexes": [
                    models.Index(fields=["tenant", "-checked_at"], name="ledger_chai_tenant_8f882e_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tenant", models.UUIDField()),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                ("note", models.TextField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchors",
                        to="ledger.signingkey",
                    ),
                ),
            ],
            options={
                "ordering": ["tenant", "size"],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "size"), name="ledger_anchor_once")
                ],
            },
        ),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
