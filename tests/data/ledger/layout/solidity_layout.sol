// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Base {
    uint16 internal first;
    address internal owner;
}

contract Sample is Base {
    enum Side { Sell, Buy }
    struct Order {
        uint64 energy;
        int128 amount;
        Side side;
        bytes4 tag;
        uint256[2] steps;
        string note;
        mapping(uint256 => bool) seen;
    }

    bool internal open;
    bytes3 internal mark;
    uint256 internal plain;
    Order internal single;
    Order[] internal orders;
    mapping(address => mapping(int8 => Order)) internal book;
    mapping(string => uint32) internal named;
    mapping(bytes4 => uint32) internal tagged;
    mapping(bool => uint32) internal flagged;
    uint24[11] internal fixedSmall;
    uint64[] internal small;
    uint256[2][] internal pairs;
    uint8[][3] internal ragged;
    string internal short_;
    string internal long_;
    bytes internal raw;
    bytes32 internal digest;

    constructor() {
        first = 0x1234;
        owner = address(0x1111111111111111111111111111111111111111);
        open = true;
        mark = 0xabcdef;
        plain = 42;
        _fill(single, 7);
        for (uint64 i = 0; i < 4; i++) _fill(orders.push(), 100 + i);
        _fill(book[owner][-3], 9);
        named["kitchen"] = 77;
        tagged[0xdeadbeef] = 78;
        flagged[true] = 79;
        for (uint24 i = 0; i < 11; i++) fixedSmall[i] = 1000 + i;
        for (uint64 i = 0; i < 6; i++) small.push(2000 + i);
        pairs.push([uint256(1), 2]);
        pairs.push([uint256(3), 4]);
        ragged[2].push(5);
        ragged[2].push(6);
        short_ = "a short one";
        long_ = "this text has more than thirty-one bytes, so its words stand elsewhere";
        raw = hex"0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
        digest = keccak256("x");
    }

    function _fill(Order storage one, uint64 n) private {
        one.energy = n;
        one.amount = -int128(uint128(n));
        one.side = Side.Buy;
        one.tag = 0x01020304;
        one.steps[0] = n + 1;
        one.steps[1] = n + 2;
        one.note = "note";
        one.seen[n] = true;
    }
}
