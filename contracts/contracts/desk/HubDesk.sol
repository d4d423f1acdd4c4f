// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {LegacyDesk} from "./LegacyDesk.sol";
import {LoupeDesk} from "./LoupeDesk.sol";
import {OrderDesk} from "./OrderDesk.sol";
import {SrlcDesk} from "./SrlcDesk.sol";
import {DatasetTags} from "../hub/DatasetTags.sol";
import {NativeEscrow} from "../escrow/NativeEscrow.sol";
import {TokenEscrow} from "../escrow/TokenEscrow.sol";

/// @title The hub's second half, without deposits and withdrawals
/// @notice Code only: it runs over the hub's storage, and its own stays empty.
abstract contract HubDesk is OrderDesk, LoupeDesk, SrlcDesk, LegacyDesk {}

/// @title The desk of a hub whose money is the chain's own currency.
contract NativeHubDesk is HubDesk, NativeEscrow {
    /// @param ignoreTeeFramework See {DatasetTags}.
    constructor(bool ignoreTeeFramework) DatasetTags(ignoreTeeFramework) {}
}

/// @title The desk of a hub whose money is the RLC token.
contract TokenHubDesk is HubDesk, TokenEscrow {
    /// @param ignoreTeeFramework See {DatasetTags}.
    constructor(bool ignoreTeeFramework) DatasetTags(ignoreTeeFramework) {}
}
