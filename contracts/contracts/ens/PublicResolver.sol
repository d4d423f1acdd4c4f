// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {INameResolver} from "./IENS.sol";
import {ResolverApprovals} from "./ResolverApprovals.sol";

/// @title Records of names, set by their owners
/// @notice Three kinds: the addresses a name stands for, texts by key, and the name a reverse name
/// stands for. Every setter reverts with no data unless the caller is authorised, see
/// {ResolverApprovals}.
contract PublicResolver is INameResolver, ResolverApprovals, ERC165, Multicall {
    /// @dev Number of Ethereum among the coins (SLIP-44).
    uint256 private constant COIN_TYPE_ETH = 60;
    /// @dev Interfaces of a resolver: `addr(bytes32)`, `addr(bytes32,uint256)`,
    /// `text(bytes32,string)`, `name(bytes32)`.
    bytes4 private constant ADDR = 0x3b3b57de;
    bytes4 private constant ADDRESS = 0xf1cb7e06;
    bytes4 private constant TEXT = 0x59d1d43c;
    bytes4 private constant NAME = 0x691f3431;

    /// @dev All records of a name, of one version.
    struct Records {
        mapping(uint256 coinType => bytes) addresses;
        mapping(string key => string) texts;
        string name;
    }

    /// @notice Number of times the records of a name were cleared.
    mapping(bytes32 node => uint64) public recordVersions;
    mapping(bytes32 node => mapping(uint64 version => Records)) private _records;

    /// @notice The Ethereum address of a name changed.
    event AddrChanged(bytes32 indexed node, address a);
    /// @notice The address of a name for a coin changed.
    event AddressChanged(bytes32 indexed node, uint256 coinType, bytes newAddress);
    /// @notice A text of a name changed.
    event TextChanged(bytes32 indexed node, string indexed indexedKey, string key, string value);
    /// @notice The name that a reverse name stands for changed.
    event NameChanged(bytes32 indexed node, string name);
    /// @notice All records of a name were cleared.
    event VersionChanged(bytes32 indexed node, uint64 newVersion);

    /// @param ens The chain's registry.
    /// @param reverseRegistrar May set the records of every name, and sets those of reverse names.
    constructor(address ens, address reverseRegistrar) ResolverApprovals(ens, reverseRegistrar) {}

    /// @notice Clears all records of a name.
    function clearRecords(bytes32 node) external authorised(node) {
        recordVersions[node]++;
        emit VersionChanged(node, recordVersions[node]);
    }

    /// @notice Sets the Ethereum address a name stands for.
    function setAddr(bytes32 node, address a) external {
        setAddr(node, COIN_TYPE_ETH, abi.encodePacked(a));
    }

    /// @notice Sets the address of a name for a coin, in that coin's own bytes.
    /// @dev Empty revert: an Ethereum address that is not 20 bytes long.
    function setAddr(bytes32 node, uint256 coinType, bytes memory a) public authorised(node) {
        emit AddressChanged(node, coinType, a);
        if (coinType == COIN_TYPE_ETH) emit AddrChanged(node, _toAddress(a));
        _of(node).addresses[coinType] = a;
    }

    /// @notice Sets a text of a name.
    function setText(bytes32 node, string calldata key, string calldata value) external authorised(node) {
        _of(node).texts[key] = value;
        emit TextChanged(node, key, key, value);
    }

    /// @inheritdoc INameResolver
    function setName(bytes32 node, string calldata newName) external authorised(node) {
        _of(node).name = newName;
        emit NameChanged(node, newName);
    }

    /// @notice The Ethereum address a name stands for; zero for none.
    function addr(bytes32 node) external view returns (address) {
        bytes memory a = addr(node, COIN_TYPE_ETH);
        return a.length == 0 ? address(0) : _toAddress(a);
    }

    /// @notice The address of a name for a coin; empty for none.
    function addr(bytes32 node, uint256 coinType) public view returns (bytes memory) {
        return _of(node).addresses[coinType];
    }

    /// @notice A text of a name; empty for none.
    function text(bytes32 node, string calldata key) external view returns (string memory) {
        return _of(node).texts[key];
    }

    /// @notice The name a reverse name stands for; empty for none.
    function name(bytes32 node) external view returns (string memory) {
        return _of(node).name;
    }

    /// @notice ERC-165.
    function supportsInterface(bytes4 interfaceID) public view override returns (bool) {
        if (interfaceID == ADDR || interfaceID == ADDRESS || interfaceID == TEXT || interfaceID == NAME) return true;
        return super.supportsInterface(interfaceID);
    }

    function _of(bytes32 node) private view returns (Records storage) {
        return _records[node][recordVersions[node]];
    }

    function _toAddress(bytes memory a) private pure returns (address) {
        require(a.length == 20);
        return address(bytes20(a));
    }
}
