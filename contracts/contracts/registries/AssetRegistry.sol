// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC721, ERC721Enumerable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";
import {AssetProxy} from "./AssetProxy.sol";
import {IRegistry} from "./IRegistry.sol";
import {Named} from "./Named.sol";

/// @title Creates assets of one kind and records their owners
/// @notice Each token is an asset contract, its id the asset's address. The same asset cannot be
/// created twice for the same owner: its address follows from its content and its first owner.
abstract contract AssetRegistry is IRegistry, ERC721Enumerable, Ownable, Named {
    /// @notice The code all assets of this registry run.
    address public immutable master;
    /// @notice Hash of {proxyCode}.
    bytes32 public immutable proxyCodeHash;
    /// @notice Registry before this one, whose assets count too; zero for none.
    IRegistry public previous;
    /// @notice Whether {initialize} was called.
    bool public initialized;
    /// @notice Prefix of every token's URI.
    string public baseURI;

    constructor(
        address assetMaster,
        bool hasNames,
        string memory name_,
        string memory symbol_
    ) ERC721(name_, symbol_) Ownable(msg.sender) Named(hasNames) {
        master = assetMaster;
        proxyCodeHash = keccak256(type(AssetProxy).creationCode);
    }

    /// @notice Names the registry before this one, once.
    /// @dev Reverts `Ownable: caller is not the owner`. Empty revert: called before.
    function initialize(address previousRegistry) external onlyOwner {
        require(!initialized);
        initialized = true;
        previous = IRegistry(previousRegistry);
    }

    /// @notice Sets the prefix of every token's URI.
    function setBaseURI(string calldata newBaseURI) external onlyOwner {
        baseURI = newBaseURI;
    }

    /// @notice Gives this registry's address a name.
    /// @param ens The chain's ENS registry.
    /// @dev Reverts `Operation not supported on this chain` where there is no ENS.
    function setName(address ens, string calldata newName) external onlyOwner {
        _setName(ens, newName);
    }

    /// @inheritdoc IRegistry
    function isRegistered(address entry) external view returns (bool) {
        if (_ownerOf(uint256(uint160(entry))) != address(0)) return true;
        return address(previous) != address(0) && previous.isRegistered(entry);
    }

    /// @notice Code deployed for each asset.
    function proxyCode() external pure returns (bytes memory) {
        return type(AssetProxy).creationCode;
    }

    /// @dev Deploys an asset and gives it to `assetOwner`; logs one `Transfer`.
    /// Reverts `Create2: Failed on deploy` when this asset exists.
    function _create(address assetOwner, bytes memory initData) internal returns (address entry) {
        bytes memory code = type(AssetProxy).creationCode;
        bytes32 salt = _salt(assetOwner, initData);
        assembly ("memory-safe") {
            entry := create2(0, add(code, 0x20), mload(code), salt)
        }
        require(entry != address(0), "Create2: Failed on deploy");
        AssetProxy(payable(entry)).initialize(master, initData);
        _mint(assetOwner, uint256(uint160(entry)));
    }

    /// @dev Address of the asset that {_create} deploys.
    function _predict(address assetOwner, bytes memory initData) internal view returns (address) {
        bytes32 salt = _salt(assetOwner, initData);
        return
            address(uint160(uint256(keccak256(abi.encodePacked(hex"ff", address(this), salt, proxyCodeHash)))));
    }

    function _salt(address assetOwner, bytes memory initData) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(initData, assetOwner));
    }

    /// @dev Reverts with the text that clients of the registries know.
    function _checkOwner() internal view override {
        require(msg.sender == owner(), "Ownable: caller is not the owner");
    }

    function _baseURI() internal view override returns (string memory) {
        return baseURI;
    }
}
