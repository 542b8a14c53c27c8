"""Published keys and tokens signed with them: the examples of RFC 7515, and what is no key for a signature."""

import warnings
from typing import Any

import pytest
from joserfc import jwk, jws
from joserfc.errors import SecurityWarning

from otklik.kit.jwks import ALGORITHMS, open_signed, read_keys
from otklik.kit.jws import BadToken, Fault

RSA = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS"
    "-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg66"
    "5xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp"
    "oQ",
    "e": "AQAB",
}
RS256 = (
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZc"
    "AcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOk"
    "HWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
EC = {
    "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}  # fmt: skip
ES256 = (
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
ED = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


@pytest.mark.parametrize("key, token", [(RSA, RS256), (EC, ES256)])
def test_the_examples_of_the_standard_open(key: dict[str, Any], token: str) -> None:
    claims = open_signed(token, read_keys({"keys": [key]}))
    assert claims == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_every_algorithm_opens_what_its_key_signed_and_nothing_changed(name: str) -> None:
    made: jwk.RSAKey | jwk.ECKey | jwk.OKPKey = jwk.RSAKey.generate_key(2048)
    if name.startswith("ES"):
        made = jwk.ECKey.generate_key("P-256" if name == "ES256" else "P-384")
    if name.startswith("Ed"):
        made = jwk.OKPKey.generate_key("Ed25519")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of the old name of Ed25519
        token = jws.serialize_compact({"alg": name, "x5t": "any"}, b'{"sub": "1"}', made, algorithms=[name])
    keys = read_keys({"keys": [made.as_dict(private=False)]})
    assert open_signed(token, keys) == {"sub": "1"}
    header, _, signature = token.split(".")
    with pytest.raises(BadToken) as bad:
        open_signed(f"{header}.eyJzdWIiOiAiMiJ9.{signature}", keys)
    assert bad.value.fault is Fault.SIGNATURE


def test_the_example_of_the_edwards_curve_is_genuine_and_claims_nothing() -> None:
    token = (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    with pytest.raises(BadToken) as bad:
        open_signed(token, read_keys({"keys": [ED]}))
    assert bad.value.fault is Fault.MALFORMED, "the signature is right, what is signed is no claims"


@pytest.mark.parametrize(
    "key, token, fault",
    [
        (EC, RS256, Fault.SIGNATURE),
        (RSA, ES256, Fault.SIGNATURE),
        (ED, ES256, Fault.SIGNATURE),
        ({**RSA, "alg": "PS256"}, RS256, Fault.UNKNOWN_KEY),
        (RSA, RS256[:-1] + "x", Fault.MALFORMED),
        (RSA, RS256[:-6] + "AAAARw", Fault.SIGNATURE),
        (RSA, "a" * 20_000, Fault.TOO_LONG),
        (RSA, "a.b", Fault.MALFORMED),
    ],
)
def test_what_does_not_fit_does_not_open(key: dict[str, Any], token: str, fault: Fault) -> None:
    with pytest.raises(BadToken) as bad:
        open_signed(token, read_keys({"keys": [key]}))
    assert bad.value.fault is fault


@pytest.mark.parametrize(
    "entry",
    [
        {**RSA, "use": "enc"},
        {**RSA, "n": "AQAB"},
        {**RSA, "d": "AQAB"},
        {**RSA, "n": 7},
        {"kty": "oct", "k": "AAAA"},
        {**EC, "crv": "secp256k1"},
        {**EC, "y": EC["x"]},
        {**ED, "x": "AAAA"},
        {"kty": "RSA"},
        {},
    ],
)
def test_what_is_no_key_for_signatures_is_passed_over(entry: dict[str, Any]) -> None:
    assert len(read_keys({"keys": [entry, RSA, "nonsense"]})) == 1
    assert read_keys({"keys": "nonsense"}) == ()
