"""No certificate is deleted, none gets another predecessor, no number is given back.

Tables are emptied only by a session that says so (`certificates.may_be_emptied`): the
tests do, between one and the next.
"""

from django.db import migrations

FORBID = """
DROP TRIGGER award_stands ON certificates_certificate;
CREATE TRIGGER award_stands BEFORE UPDATE ON certificates_certificate
    FOR EACH ROW WHEN (
        (OLD.uid, OLD.award, OLD.kind, OLD.holder_id, OLD.register_id, OLD.number,
         OLD.serial, OLD.code, OLD.facts, OLD.issued_at, OLD.replaces_id)
        IS DISTINCT FROM
        (NEW.uid, NEW.award, NEW.kind, NEW.holder_id, NEW.register_id, NEW.number,
         NEW.serial, NEW.code, NEW.facts, NEW.issued_at, NEW.replaces_id)
    ) EXECUTE FUNCTION certificates_award_stands();
CREATE TRIGGER award_stays BEFORE DELETE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_award_stands();

CREATE FUNCTION certificates_book_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a register is never changed back or deleted';
END $$;
CREATE TRIGGER book_stands BEFORE UPDATE ON certificates_register
    FOR EACH ROW WHEN (
        OLD.issuer_id <> NEW.issuer_id OR OLD.year <> NEW.year
        OR NEW.next_number < OLD.next_number OR NEW.lines < OLD.lines
    ) EXECUTE FUNCTION certificates_book_stands();
CREATE TRIGGER book_stays BEFORE DELETE ON certificates_register
    FOR EACH ROW EXECUTE FUNCTION certificates_book_stands();

CREATE FUNCTION certificates_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('certificates.may_be_emptied', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'the register is never emptied';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON certificates_registerentry
    FOR EACH STATEMENT EXECUTE FUNCTION certificates_is_not_emptied();
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON certificates_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION certificates_is_not_emptied();
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON certificates_register
    FOR EACH STATEMENT EXECUTE FUNCTION certificates_is_not_emptied();
"""
ALLOW = """
DROP TRIGGER is_not_emptied ON certificates_register;
DROP TRIGGER is_not_emptied ON certificates_certificate;
DROP TRIGGER is_not_emptied ON certificates_registerentry;
DROP FUNCTION certificates_is_not_emptied();
DROP TRIGGER book_stays ON certificates_register;
DROP TRIGGER book_stands ON certificates_register;
DROP FUNCTION certificates_book_stands();
DROP TRIGGER award_stays ON certificates_certificate;
DROP TRIGGER award_stands ON certificates_certificate;
CREATE TRIGGER award_stands BEFORE UPDATE ON certificates_certificate
    FOR EACH ROW WHEN (
        (OLD.uid, OLD.award, OLD.kind, OLD.holder_id, OLD.register_id, OLD.number,
         OLD.serial, OLD.code, OLD.facts, OLD.issued_at)
        IS DISTINCT FROM
        (NEW.uid, NEW.award, NEW.kind, NEW.holder_id, NEW.register_id, NEW.number,
         NEW.serial, NEW.code, NEW.facts, NEW.issued_at)
    ) EXECUTE FUNCTION certificates_award_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0006_papers_have_successors")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
