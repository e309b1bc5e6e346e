import django.db.models.deletion
from django.db import migrations, models


def seat_the_board(apps, _schema_editor):
    """Who had the role of the board at a school is a member of the board of that school."""
    assignments = apps.get_model("people", "RoleAssignment").objects.filter(role="board")
    members = apps.get_model("people", "BoardMember").objects
    for assignment in assignments.select_related("person__school"):
        members.create(board_id=assignment.person.school.board_id, person_id=assignment.person_id)
    assignments.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("street", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=20)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(max_length=80)),
                ("country", models.CharField(blank=True, max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="AddressSecrecy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="BoardMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("function", models.CharField(blank=True, max_length=100)),
                ("answers_to_board", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="affiliation",
            name="affiliation_once",
        ),
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="enrolment_once",
        ),
        migrations.RemoveConstraint(
            model_name="guardianship",
            name="guardianship_once",
        ),
        migrations.AddField(
            model_name="guardianship",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="died_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(default="nl", max_length=10),
        ),
        migrations.AddField(
            model_name="school",
            name="settled_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("person", "kind"), name="affiliation_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("group", "person", "is_teacher"),
                name="enrolment_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("guardian", "pupil"),
                name="guardianship_one_open",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stands_in",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="address",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="addresssecrecy",
            name="kept_from",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="kept_out_of", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="addresssecrecy",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="secrets", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="boardmember",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="people.board"
            ),
        ),
        migrations.AddField(
            model_name="boardmember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="board_seats", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="manages",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("substitute")), _negated=True),
                name="nobody_replaces_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("person",), name="address_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="addresssecrecy",
            constraint=models.UniqueConstraint(fields=("person", "kept_from"), name="secrecy_once"),
        ),
        migrations.AddConstraint(
            model_name="addresssecrecy",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("kept_from")), _negated=True),
                name="secret_from_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="boardmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("board", "person"),
                name="board_member_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("person",), name="position_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("manager")), _negated=True),
                name="nobody_manages_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("manager", None), ("answers_to_board", False), _connector="OR"),
                name="a_manager_or_the_board",
            ),
        ),
        # The rows first: the constraint refuses what they were.
        migrations.RunPython(seat_the_board, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "board"), _negated=True), name="the_board_appoints_its_members"
            ),
        ),
    ]
