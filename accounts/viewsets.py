"""People in Wagtail's settings menu, with a staff code and one full name."""

from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.forms import UserCreationForm, UserEditForm


class UserIndexView(IndexView):
    default_ordering = "sort_key"
    # Without marks as with them, so not by the index, which takes marks at their word.
    search_backend_name = None
    search_fields = ["full_name", "search_text"]

    def order_queryset(self, queryset):
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering.replace("name", "sort_key"))
        return super().order_queryset(queryset)


class UserViewSet(WagtailUserViewSet):
    index_view_class = UserIndexView
    ordering = "sort_key"
    create_template_name = "accounts/cms/create.html"
    edit_template_name = "accounts/cms/edit.html"

    def get_form_class(self, for_update: bool = False):
        return UserEditForm if for_update else UserCreationForm
