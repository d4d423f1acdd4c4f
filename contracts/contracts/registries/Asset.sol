// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Named} from "./Named.sol";

/// @title A registry, as its assets read it
interface IAssetRegistry {
    /// @notice Owner of an asset, whose address is the token's id.
    function ownerOf(uint256 tokenId) external view returns (address);
}

/// @title Common part of all assets
/// @notice An asset belongs to the owner of the ERC-721 token of its address in its registry.
abstract contract Asset is Named {
    /// @notice The registry this asset was created by.
    IAssetRegistry public registry;

    /// @dev The master itself has no owner, and initializing it changes nothing for the assets that
    /// run its code.
    constructor(bool hasNames) Named(hasNames) {}

    /// @dev Reverts `caller is not the owner`.
    modifier onlyOwner() {
        require(msg.sender == owner(), "caller is not the owner");
        _;
    }

    /// @dev Makes the caller the asset's registry. Reverts `already initialized`.
    modifier initializer() {
        require(address(registry) == address(0), "already initialized");
        registry = IAssetRegistry(msg.sender);
        _;
    }

    /// @notice Owner of this asset's token.
    function owner() public view returns (address) {
        return registry.ownerOf(uint256(uint160(address(this))));
    }

    /// @notice Gives this asset's address a name.
    /// @param ens The chain's ENS registry.
    /// @dev Reverts `caller is not the owner`, or `Operation not supported on this chain` where
    /// there is no ENS.
    function setName(address ens, string calldata name) external onlyOwner {
        _setName(ens, name);
    }
}
