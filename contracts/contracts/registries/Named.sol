// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title ENS registry: who owns a name.
interface IENSRegistry {
    /// @notice Owner of a name.
    function owner(bytes32 node) external view returns (address);
}

/// @title ENS reverse registrar: an address names itself.
interface IReverseRegistrar {
    /// @notice Names the caller.
    function setName(string calldata name) external returns (bytes32);
}

/// @title A contract that has an ENS name, on networks with names
abstract contract Named {
    /// @dev namehash("addr.reverse").
    bytes32 private constant ADDR_REVERSE = 0x91d1777781884d03a6757a803996e38de2a42967fb37eeaca72729271025a9e2;

    /// @dev In the code, not in storage: a network has names or has none.
    bool private immutable HAS_NAMES;

    /// @param hasNames Whether the network has ENS.
    constructor(bool hasNames) {
        HAS_NAMES = hasNames;
    }

    /// @dev Names this contract. Reverts `Operation not supported on this chain` on a network without names, and where
    /// `ens` is no contract.
    function _setName(address ens, string calldata name) internal {
        require(HAS_NAMES && ens.code.length > 0, "Operation not supported on this chain");
        IReverseRegistrar(IENSRegistry(ens).owner(ADDR_REVERSE)).setName(name);
    }
}
