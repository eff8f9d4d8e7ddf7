"""Published vectors: the primitives under format 1 are the ones other programs have.

RFC 9106's own Argon2id vector (5.3) uses four lanes, a secret and associated data, none of which
libsodium's crypto_pwhash takes. In its place stand the one-lane Argon2id vectors of the Argon2
reference implementation (phc-winner-argon2, src/test.c, version 19); their salts of 8 bytes fit
libsodium's verifier, which runs the same core, and our own settings with salts of 16 bytes were
computed with argon2-cffi 25.1, which wraps that implementation. The cipher was computed with
pycryptodome as well.
"""

import pytest
from nacl.bindings import (
    crypto_generichash_blake2b_salt_personal,
    crypto_pwhash_str_verify,
    crypto_scalarmult_base,
)

from deskaid.notes import kdf, vault
from deskaid.notes.kdf import Kdf
from deskaid.notes.trouble import Unreadable

ID = "$argon2id$v=19$"
REFERENCE = [
    ("m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", b"password"),
    ("m=262144,t=2,p=1$c29tZXNhbHQ$eP4eyR+zqlZX1y5xCFTkw9m5GYx0L5YWwvCFvtlbLow", b"password"),
    ("m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", b"password"),
    ("m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg", b"password"),
    ("m=65536,t=4,p=1$c29tZXNhbHQ$kCXUjmjvc5XMqQedpMTsOv+zyJEf5PhtGiUghW9jFyw", b"password"),
    (
        "m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
        b"differentpassword",
    ),
    ("m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw", b"password"),
]


@pytest.mark.parametrize(("encoded", "secret"), REFERENCE)
def test_argon2id_is_the_reference_implementations(encoded: str, secret: bytes) -> None:
    assert crypto_pwhash_str_verify((ID + encoded).encode(), secret)


SALT = bytes(range(0x50, 0x60))
OURS = [
    (kdf.STRONG, "cfff19f71d6ba502904f14309a892cd7a654f1615a5265048491848dc9f832d1"),
    (kdf.MIDDLE, "e1041294298023e6c6ec517beafc8f36d3f3b42f989dc4f6f9e6adee995672a9"),
    (kdf.WEAKEST, "2d5f3acf25025907357fb62d7d540787f743a986c4cb28aacd75d1607f671bb8"),
    (Kdf(19456, 1), "62bc055f7c43d46ed537e268114c993457e0bc2768ac2f674614bb3a612483f0"),
]


@pytest.mark.parametrize(("settings", "derived"), OURS)
def test_every_setting_we_write_derives_what_argon2_cffi_does(settings: Kdf, derived: str) -> None:
    secret = "walnut pelican gravel sonata"
    assert kdf.derive(secret, SALT, settings).hex() == derived


def test_the_letters_that_are_hashed_are_composed_utf8() -> None:
    typed = "Cafe\u0301 \u1112\u1161\u11ab\u1100\u1173\u11af\u00a0\U0001f511"
    derived = "a5d0a9cfa32ce75cd2d17a05565e4107195c2612b398868b6e3a811555ce00c7"
    assert kdf.derive(typed, SALT, Kdf(19456, 1)).hex() == derived


# draft-irtf-cfrg-xchacha-03, appendix A.3.1.
PLAINTEXT = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you "
    b"only one tip for the future, sunscreen would be it."
)
PLACE = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
KEY, NONCE = bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58))
SEALED = bytes.fromhex(
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4e"
    "da7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2"
    "383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
)


def test_what_we_seal_is_the_xchacha_drafts_nonce_ciphertext_and_tag(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vault, "fresh", lambda size: NONCE[:size])
    assert vault.seal(KEY, PLAINTEXT, PLACE) == NONCE + SEALED
    assert vault.unseal(KEY, NONCE + SEALED, PLACE) == PLAINTEXT


def test_no_changed_byte_of_the_drafts_vector_opens() -> None:
    whole = NONCE + SEALED
    for at in range(len(whole)):
        with pytest.raises(Unreadable):
            vault.unseal(KEY, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], PLACE)
    for box, place in ((whole[:-1], PLACE), (whole + b"\0", PLACE), (whole, PLACE[:-1])):
        with pytest.raises(Unreadable):
            vault.unseal(KEY, box, place)


def test_a_subkey_is_the_same_from_hashlib_and_from_libsodium() -> None:
    place, purpose = bytes(range(16)), b"deskaid/note/1"
    for size in (16, 32):
        theirs = crypto_generichash_blake2b_salt_personal(
            b"", digest_size=size, key=KEY, salt=place, person=purpose
        )
        assert vault.subkey(KEY, purpose, place, size=size) == theirs


def test_a_public_key_is_the_one_of_rfc_7748() -> None:
    # Section 6.1, Alice's.
    secret = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
    public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    assert crypto_scalarmult_base(bytes.fromhex(secret)).hex() == public
