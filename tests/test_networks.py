"""The network file: read whole, or one sentence that names it and everything wrong in it."""

from pathlib import Path

import pytest

from agent.networks import NetworkFileError, load_network

GOOD = """
upstreams = ["http://127.0.0.1:8545"]

[network]
chain_id = 7
genesis_hash = "0x{hash}"
engine = "ibft2"
period_s = 2
trust_period_s = 864000
max_age_s = 60
max_drift_s = 10

[network.checkpoint]
number = 0
hash = "0x{hash}"
time_s = 0
validators = ["0x{one}"]
""".format(hash="11" * 32, one="22" * 20)


def read(tmp_path: Path, content: bytes) -> int:
    path = tmp_path / "network.toml"
    path.write_bytes(content)
    return load_network(path).chain_id


def test_a_file_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.encode()) == 7


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no = toml = here", "is not right"),
        (b"\xff\xfe", "is not right"),
        (b"", "chain_id"),
        (b'network = "mine"', "chain_id"),
        (GOOD.replace("chain_id = 7", "chain_id = 0").encode(), "chain_id"),
        (GOOD.replace('genesis_hash = "', 'genesis_hash = "z').encode(), "genesis_hash"),
    ],
)
def test_what_is_not_right_is_said_in_one_sentence(
    tmp_path: Path, content: bytes, why: str
) -> None:
    with pytest.raises(NetworkFileError, match=why) as told:
        read(tmp_path, content)
    assert str(tmp_path / "network.toml") in str(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NetworkFileError, match=r"gone\.toml could not be read: No such file"):
        load_network(tmp_path / "gone.toml")
