from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_families"),
    ]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="ended_by_hand",
            field=models.BooleanField(default=False),
        ),
    ]
