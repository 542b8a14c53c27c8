"""What can be refused about templates."""

from otklik.kit.errors import Conflict, Invalid, NotFound


class NoTemplates(NotFound):
    """The channel of this inbox has no templates."""

    code = "no_templates"


class NoSuchTemplate(Invalid):
    """The inbox the message would leave through has no such template; the field is `template`."""

    code = "template_not_found"


class NotSendable(Conflict):
    """The provider does not let it be sent, or we cannot fill it; extra: status, reason."""

    code = "template_not_sendable"
