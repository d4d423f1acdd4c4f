// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DatasetOrder} from "../types/Orders.sol";
import {TAG_TEE_FRAMEWORKS} from "../types/Constants.sol";

/// @title Part of a dataset order's tag that binds the other parties
/// @notice Networks differ in whether a dataset order chooses the TEE framework of the deal. On
/// those where it does not, the bits that name one are ignored.
abstract contract DatasetTags {
    /// @dev In the code, not in storage: the setting is the network's for good.
    bytes32 private immutable IGNORED;

    /// @param ignoreTeeFramework Whether a dataset order does not choose the framework.
    constructor(bool ignoreTeeFramework) {
        IGNORED = ignoreTeeFramework ? TAG_TEE_FRAMEWORKS : bytes32(0);
    }

    /// @dev The part of a dataset order's tag that counts.
    function _effectiveTag(DatasetOrder calldata dataset) internal view returns (bytes32) {
        return dataset.tag & ~IGNORED;
    }
}
