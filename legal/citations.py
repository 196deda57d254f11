"""Where a legal basis is cited, without knowing who cites it: legal is a low layer."""

from __future__ import annotations

from collections import Counter

from wagtail.models import ReferenceIndex

from legal.models import LegalBasis


def citations_of(basis: LegalBasis) -> Counter[str]:
    """How many things of each kind cite the text, by the kind's name.

    Foreign keys and many-to-many fields are read from the models; what stands in a
    page's StreamField is known to Wagtail's reference index.
    """
    citing: set[tuple[str, str]] = set()
    for relation in LegalBasis._meta.related_objects:
        rows = relation.related_model._base_manager.filter(
            **{relation.field.name: basis}
        )
        name = str(relation.related_model._meta.verbose_name)
        citing |= {(name, str(pk)) for pk in rows.values_list("pk", flat=True)}
    references = ReferenceIndex.get_references_to(basis).select_related("content_type")
    for reference in references:
        model = reference.content_type.model_class()
        citing.add((str(model._meta.verbose_name), reference.object_id))
    return Counter(name for name, _pk in citing)
