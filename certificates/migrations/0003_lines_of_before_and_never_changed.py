"""Enter what was issued before into the book; from now on a line is never changed.

Nothing was withdrawn or replaced before there were lines, so all of them are awards.
"""

from datetime import UTC

from django.db import migrations

from certificates.chain import digest, link

FORBID = """
CREATE FUNCTION certificates_line_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of the register is never changed or deleted';
END $$;
CREATE TRIGGER line_stands BEFORE UPDATE OR DELETE ON certificates_registerentry
    FOR EACH ROW EXECUTE FUNCTION certificates_line_stands();

CREATE FUNCTION certificates_award_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a certificate says is never changed; it is replaced or withdrawn';
END $$;
CREATE TRIGGER award_stands BEFORE UPDATE ON certificates_certificate
    FOR EACH ROW WHEN (
        (OLD.uid, OLD.award, OLD.kind, OLD.holder_id, OLD.register_id, OLD.number,
         OLD.serial, OLD.code, OLD.facts, OLD.issued_at)
        IS DISTINCT FROM
        (NEW.uid, NEW.award, NEW.kind, NEW.holder_id, NEW.register_id, NEW.number,
         NEW.serial, NEW.code, NEW.facts, NEW.issued_at)
    ) EXECUTE FUNCTION certificates_award_stands();
"""
ALLOW = """
DROP TRIGGER award_stands ON certificates_certificate;
DROP FUNCTION certificates_award_stands();
DROP TRIGGER line_stands ON certificates_registerentry;
DROP FUNCTION certificates_line_stands();
"""


def enter_what_was_issued(apps, schema_editor):
    for register in apps.get_model("certificates", "Register").objects.all():
        enter(apps.get_model("certificates", "RegisterEntry"), register)


def enter(RegisterEntry, register):  # noqa: N803 - a model of that moment
    entries, head = [], ""
    issued = register.certificates.select_related("holder").order_by("number")
    for position, certificate in enumerate(issued, start=1):
        facts = digest(certificate.facts)
        previous, head = head, link(head, content(position, certificate, facts))
        entries.append(
            RegisterEntry(
                register=register,
                position=position,
                action="issued",
                certificate=certificate,
                at=certificate.issued_at,
                facts_sha256=facts,
                previous=previous,
                hash=head,
            )
        )
    RegisterEntry.objects.bulk_create(entries, batch_size=500)
    register.lines, register.head = len(entries), head
    register.save(update_fields=["lines", "head"])


def content(position, certificate, facts):
    """As `certificates.entry_content.content_of` has it on this day."""
    return {
        "position": position,
        "action": "issued",
        "serial": certificate.serial,
        "code": certificate.code,
        "kind": certificate.kind,
        "award": str(certificate.award),
        "holder": str(certificate.holder.uid),
        "facts": facts,
        "at": certificate.issued_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": "",
        "decision": "",
        "decision_on": "",
        "ground": "",
        "note": "",
    }


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_register_lines")]

    operations = [
        migrations.RunPython(enter_what_was_issued, migrations.RunPython.noop),
        migrations.RunSQL(FORBID, ALLOW),
    ]
