"""What of the settings is wrong, field by field."""

from otklik.channelkit.errors import BadSettings
from otklik.channels.json.mapping import LineFault, read_mapping, read_names
from otklik.channels.json.paths import BadPath, read_expression
from otklik.channels.json.settings import Settings, is_address
from otklik.channels.json.signatures import SECRET_MIN, key_of
from otklik.channels.json.template import BadTemplate, check_places, read_template
from otklik.kit.errors import FieldError

_FAULTS_MAX = 20


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong field."""
    errors = [*_check_address(str(settings.get("url") or "")), *_check_secrets(settings)]
    errors += [_line("mapping", fault) for fault in read_mapping(str(settings.get("mapping") or "")).faults]
    errors += [_line("names", fault) for fault in read_names(str(settings.get("names") or "")).faults]
    errors += [*_check_template(str(settings.get("template") or "")), *_check_answer(settings)]
    if errors:
        raise BadSettings("the settings of the channel are wrong", errors=tuple(errors[:_FAULTS_MAX]))


def _check_address(url: str) -> list[FieldError]:
    if not is_address(url):
        return [FieldError("settings.url", "bad_url", "an http or https address")]
    try:
        check_places(url)
    except BadTemplate as error:
        return [FieldError("settings.url", error.code, str(error))]
    return []


def _check_secrets(settings: Settings) -> list[FieldError]:
    errors = []
    for name in ("secret", "secret_before"):
        secret = str(settings.get(name) or "")
        if not secret and name != "secret":
            continue
        if len(key_of(secret)) < SECRET_MIN:
            errors.append(FieldError(f"settings.{name}", "weak_secret", f"needs at least {SECRET_MIN} characters"))
    authorization = str(settings.get("authorization") or "")
    if not authorization.isascii() or not authorization.isprintable():
        errors.append(FieldError("settings.authorization", "bad_format", "Latin letters, digits and signs only"))
    return errors


def _check_template(template: str) -> list[FieldError]:
    try:
        if template.strip():
            read_template(template)
    except BadTemplate as error:
        return [FieldError("settings.template", error.code, str(error))]
    return []


def _check_answer(settings: Settings) -> list[FieldError]:
    try:
        read_expression(str(settings.get("answer_id") or "id"))
    except BadPath as error:
        return [FieldError("settings.answer_id", "bad_path", f"cannot be read at character {error.at + 1}")]
    return []


def _line(field: str, fault: LineFault) -> FieldError:
    return FieldError(f"settings.{field}", fault.code, fault.words.en)
