// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title ENS registry, which knows the owner of each name
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

    /// @dev In the code, not in storage: a network has names or lacks them for good.
    bool private immutable HAS_NAMES;

    /// @param hasNames Whether the network has ENS.
    constructor(bool hasNames) {
        HAS_NAMES = hasNames;
    }

    /// @dev Names this contract. Reverts `Operation not supported on this chain` on a network
    /// without names, and where `ens` is not an ENS that has a reverse registrar.
    function _setName(address ens, string calldata name) internal {
        address registrar = HAS_NAMES ? _reverseRegistrar(ens) : address(0);
        require(registrar.code.length > 0, "Operation not supported on this chain");
        IReverseRegistrar(registrar).setName(name);
    }

    /// @dev A low-level call: a contract that is not an ENS may return anything, or nothing.
    function _reverseRegistrar(address ens) private view returns (address) {
        (bool ok, bytes memory answer) = ens.staticcall(abi.encodeCall(IENSRegistry.owner, (ADDR_REVERSE)));
        if (!ok || answer.length < 32) return address(0);
        return address(uint160(uint256(bytes32(answer))));
    }
}
