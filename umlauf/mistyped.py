"""Variables that would be ignored in silence because they are mistyped."""

import difflib
import os
from collections.abc import Collection

from kit.i18n import N_
from umlauf.settings_error import SettingsError

TEMPORAL = "TEMPORAL_"
# What the SDK reads (temporalio.envconfig), without the prefix. Other programs have names of their own that begin so.
OF_THE_SDK = """
    ADDRESS NAMESPACE API_KEY CONFIG_FILE PROFILE CODEC_ENDPOINT CODEC_AUTH TLS TLS_CLIENT_CERT_PATH
    TLS_CLIENT_CERT_DATA TLS_CLIENT_KEY_PATH TLS_CLIENT_KEY_DATA TLS_SERVER_CA_CERT_PATH TLS_SERVER_CA_CERT_DATA
    TLS_SERVER_NAME TLS_DISABLE_HOST_VERIFICATION
""".split()
OF_OTHERS = ("CLI_", "UI_", "GRPC_META_", "CORS_")
DID_YOU_MEAN = N_("{variable} is not a setting. Did you mean {near}?")


def name_mistyped(prefix: str, known: Collection[str]) -> None:
    """Raises for a variable with our prefix that is no setting, and for one that is almost one of Temporal's."""
    for variable in sorted(os.environ):
        if variable.upper().startswith(prefix) and variable.upper() not in known:
            near = difflib.get_close_matches(variable.upper(), known, n=1, cutoff=0.6)
            if near:
                raise SettingsError("settings.unknown", DID_YOU_MEAN, variable=variable, near=near[0])
            sentence = N_("{variable} is not a setting. Remove it, or look the name up in docs/settings.md.")
            raise SettingsError("settings.unknown", sentence, variable=variable)
        meant = _almost_temporals(variable.upper())
        if meant:
            raise SettingsError("settings.unknown", DID_YOU_MEAN, variable=variable, near=meant)


def _almost_temporals(variable: str) -> str:
    name = variable.removeprefix(TEMPORAL)
    if name == variable or name in OF_THE_SDK or name.startswith(OF_OTHERS):
        return ""
    near = difflib.get_close_matches(name, OF_THE_SDK, n=1, cutoff=0.75)
    return TEMPORAL + near[0] if near else ""
